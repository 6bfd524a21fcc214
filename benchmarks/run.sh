#!/bin/sh
# Runs a benchmark on a PostgreSQL server of its own and prints a table. Arguments: its name and its own.
#   ratios [rounds] [seconds of a slice] [numbers of callers joined by commas]   see ReservationRatios
#   costs  [rounds] [events of a round]                                          see EventCosts
#   growth FOLDER EVENTS[/LANES]...                                              see GrowthOfPostgres
set -eu
cd "$(dirname "$0")/.."
module=benchmarks
scope=runtime
package=io.webhookguard.benchmarks
case "${1:-}" in
  ratios) main=ReservationRatios ;;
  costs) main=EventCosts ;;
  growth)
    module=store-postgres
    scope=test
    package=io.webhookguard.store.postgres
    main=GrowthOfPostgres
    ;;
  *)
    echo "usage: benchmarks/run.sh ratios|costs|growth [arguments]" >&2
    exit 2
    ;;
esac
shift
target=$module/target/fast
mvn -q -B -Dguard.fast -pl "$module" -am test-compile dependency:build-classpath \
  -Dmdep.outputFile="$PWD/$target/classpath-of-benchmark" -Dmdep.includeScope="$scope"
exec java -Xmx1g -Djava.util.logging.config.file=benchmarks/logging.properties \
  -cp "$target/test-classes:$target/classes:$(cat "$target/classpath-of-benchmark")" \
  "$package.$main" "$@"
