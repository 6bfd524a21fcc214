#!/bin/sh
# Runs a benchmark on a PostgreSQL server of its own and prints a table. Arguments: its name and its own.
#   ratios [rounds] [seconds of a slice] [numbers of callers joined by commas]   see ReservationRatios
#   costs  [rounds] [events of a round]                                          see EventCosts
set -eu
cd "$(dirname "$0")/.."
case "${1:-}" in
  ratios) main=ReservationRatios ;;
  costs) main=EventCosts ;;
  *)
    echo "usage: benchmarks/run.sh ratios|costs [arguments]" >&2
    exit 2
    ;;
esac
shift
classes=benchmarks/target/fast
mvn -q -B -Dguard.fast -pl benchmarks -am compile dependency:build-classpath \
  -Dmdep.outputFile="$PWD/$classes/classpath" -Dmdep.includeScope=runtime
exec java -Xmx1g -Djava.util.logging.config.file=benchmarks/logging.properties \
  -cp "$classes/classes:$(cat $classes/classpath)" \
  "io.webhookguard.benchmarks.$main" "$@"
