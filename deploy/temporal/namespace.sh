#!/bin/sh
# Makes the namespace the engine works in, once the server answers. TEMPORAL_ADDRESS comes from the environment.
set -eu

temporal operator cluster health
temporal operator namespace describe -n "$TEMPORAL_NAMESPACE" >/dev/null 2>&1 ||
  temporal operator namespace create -n "$TEMPORAL_NAMESPACE" --retention 30d
