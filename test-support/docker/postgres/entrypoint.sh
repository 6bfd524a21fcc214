#!/bin/sh
# Does what the official image does as far as tests need it: a first start makes the database and
# ends, the second one serves.
set -eu

as_postgres() {
  setpriv --reuid=postgres --regid=postgres --init-groups "$@"
}

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  mkdir -p "$PGDATA" /run/postgresql
  printf '%s' "$POSTGRES_PASSWORD" >/run/postgresql/password
  chown -R postgres:postgres "$PGDATA" /run/postgresql
  as_postgres initdb --username="$POSTGRES_USER" --pwfile=/run/postgresql/password \
    --auth-local=trust --auth-host=scram-sha-256 --encoding=UTF8 --no-locale
  echo "host all all all scram-sha-256" >>"$PGDATA/pg_hba.conf"
  as_postgres pg_ctl -o "-c listen_addresses=''" -w start
  if [ "$POSTGRES_DB" != postgres ]; then
    as_postgres createdb --username="$POSTGRES_USER" "$POSTGRES_DB"
  fi
  as_postgres pg_ctl -m fast -w stop
  echo "listen_addresses = '*'" >>"$PGDATA/postgresql.conf"
fi
exec setpriv --reuid=postgres --regid=postgres --init-groups "$@"
