#!/bin/sh
# Runs once, when the volume is empty: a role and a database for the log, another pair for the registers. The passwords
# are those of the custodian's own pgpass, so that they stand in one secret only.
set -eu
for name in alpr_log alpr_registers; do
  PASSWORD="$(sed -n "s/^[^:]*:[^:]*:[^:]*:${name}://p" "${PGPASS:-/etc/alpr/database/pgpass}")"
  if [ -z "$PASSWORD" ]; then
    echo "pgpass has no line for ${name}; the database was not made" >&2
    exit 1
  fi
  export PASSWORD
  psql --quiet --no-psqlrc --set ON_ERROR_STOP=1 --set "name=${name}" --dbname postgres <<'SQL'
\getenv password PASSWORD
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name";
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
SQL
done
