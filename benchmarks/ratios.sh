#!/bin/sh
# Prints the guard's throughput on PostgreSQL as ratios to raw statements: see ReservationRatios.
# Arguments: rounds, seconds of a slice, numbers of callers joined by commas.
set -eu
cd "$(dirname "$0")/.."
classes=benchmarks/target/fast
mvn -q -B -Dguard.fast -pl benchmarks -am compile dependency:build-classpath \
  -Dmdep.outputFile="$PWD/$classes/classpath" -Dmdep.includeScope=runtime
exec java -Xmx1g -Djava.util.logging.config.file=benchmarks/logging.properties \
  -cp "$classes/classes:$(cat $classes/classpath)" \
  io.webhookguard.benchmarks.ReservationRatios "$@"
