#!/bin/sh
# Compares two shapes of the tables that make work findable, with pgbench: a.sql keeps it in small rows
# of their own, b.sql in partial indexes on the state row, r.sql is the raw form. Needs psql and pgbench,
# and a server that PGHOST, PGPORT, PGUSER and PGDATABASE name.
# Arguments: a script without its ending (a_admit, a_inline, a_work, b_…, raw), clients, seconds.
set -eu
cd "$(dirname "$0")"
script=$1
clients=$2
seconds=${3:-5}
# What works on a backlog needs the one that a run of admissions has left.
case $script in
  *_work) ;;
  *) for schema in a b r; do psql -q -f $schema.sql >/dev/null 2>&1; done ;;
esac
psql -q -c checkpoint
before=$(psql -At -c 'select pg_current_wal_lsn()')
out=$(pgbench -n -M prepared -c "$clients" -j 2 -T "$seconds" -f "$script.pgb" 2>&1)
bytes=$(psql -At -c "select pg_wal_lsn_diff(pg_current_wal_lsn(), '$before')")
count=$(echo "$out" | sed -n 's/.*actually processed: \([0-9]*\).*/\1/p')
echo "$script, $clients clients: $(echo "$out" | grep -o 'tps = [0-9]*'), $((bytes / count)) bytes of log each"
