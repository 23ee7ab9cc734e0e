#!/bin/bash
# Runs once, when the data folder is made: a database and an owner each for the engine and for the Temporal server.
set -euo pipefail

psql --username "$POSTGRES_USER" --dbname postgres --set ON_ERROR_STOP=1 \
  --set engine="$PYPLOTS_DATABASE_PASSWORD" --set temporal="$TEMPORAL_DATABASE_PASSWORD" <<'SQL'
CREATE ROLE pyplots LOGIN PASSWORD :'engine';
CREATE ROLE temporal LOGIN PASSWORD :'temporal';
CREATE DATABASE pyplots OWNER pyplots;
CREATE DATABASE temporal OWNER temporal;
CREATE DATABASE temporal_visibility OWNER temporal;
SQL
