#!/bin/sh
# Brings the two schemas of the Temporal server to this image's version; does nothing where they are there already.
# The databases and their owner are made by deploy/postgres/databases.sh; SQL_* come from the environment.
set -eu

for name in temporal visibility; do
  database=temporal
  [ "$name" = visibility ] && database=temporal_visibility
  temporal-sql-tool --db "$database" setup-schema -v 0.0
  temporal-sql-tool --db "$database" update-schema --schema-name "postgresql/v12/$name"
done
