#!/bin/sh
# Runs a benchmark on a server of its own and prints a table: see usage.
set -eu
usage() {
  cat << 'END'
benchmarks/run.sh NAME [ARGUMENTS]: runs on a server of its own, and prints a table

  ratios [ROUNDS] [SECONDS] [CALLERS,CALLERS...]   events/s as ratios to raw statements of the same round; 5 2 1,8,32,128
                                                   takes 8 minutes
  redis [ROUNDS] [SECONDS] [CALLERS,CALLERS...]    the same on Redis, to raw scripts; with GUARD_TEST_REDIS_URL on that
                                                   server, which keeps what is written
  costs [ROUNDS] [EVENTS]                          processor time and memory for an event, by size of the batch; 8 2048 takes
                                                   two minutes, fewer events mean coarse figures
  growth FOLDER EVENTS[/LANES]...                  what calls take with so many pending events, in so many lanes; FOLDER is
                                                   empty and holds all of them

  raw (b) is an insert and an update by key, each its own commit; raw (c) the same in batches
  ratios, costs and growth run on PostgreSQL
END
}
cd "$(dirname "$0")/.."
module=benchmarks
scope=runtime
package=io.webhookguard.benchmarks
case "${1:-}" in
  ratios) main=ReservationRatios ;;
  redis) main=RedisRatios ;;
  costs) main=EventCosts ;;
  growth)
    module=store-postgres
    scope=test
    package=io.webhookguard.store.postgres
    main=GrowthOfPostgres
    ;;
  -h | --help)
    usage
    exit 0
    ;;
  *)
    usage >&2
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
