package io.webhookguard.store.postgres;

import io.webhookguard.api.store.Purged;
import io.webhookguard.api.store.Retention;
import io.webhookguard.store.sql.internal.StoreClock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Removes what is past its retention (ES-52, ES-53), in statements that each look at a bounded
 * number of rows and commit.
 *
 * <p>Nothing indexes when an event was settled: that would cost every settlement. A purge walks in
 * the order of admission instead, and stops where nothing is old enough any more. What it passes on
 * the way is what stays: dead letters, and events that are open since then.
 */
final class Purge {

  /** How many rows one statement looks at. */
  private static final int LOOK = 1_000;

  private final PostgresDatabase database;
  private final StoreClock clock;
  private final AtomicReference<byte[]> lanesLookedTo = new AtomicReference<>(new byte[0]);

  Purge(PostgresDatabase database, StoreClock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** How far one statement came. */
  private record Step(int removed, long lookedTo, boolean oldEnough) {}

  /** Tombstones first: they take nothing but room, and are gone for good. */
  Purged purge(Retention retention, int limit) {
    int tombstones = walk(PostgresStatement.PURGE_TOMBSTONES, retention.dedupHorizon(), limit);
    int payloads = walk(PostgresStatement.PURGE_PAYLOADS, retention.payload(), limit - tombstones);
    purgeLanes();
    purgeCalls();
    return new Purged(payloads, tombstones);
  }

  private int walk(PostgresStatement statement, Duration age, int limit) {
    int removed = 0;
    long lookedTo = 0;
    boolean more = true;
    while (more && removed < limit) {
      Step step = step(statement, age, lookedTo, limit - removed);
      removed += step.removed();
      lookedTo = step.lookedTo();
      more = step.oldEnough();
    }
    return removed;
  }

  private Step step(PostgresStatement statement, Duration age, long after, int limit) {
    return database.write(
        statements ->
            statements
                .call(statement)
                .bind("now", clock.givenMillis())
                .bind("age", millis(age))
                .bind("after", after)
                .bind("look", LOOK)
                .bind("limit", limit)
                .first(
                    row ->
                        new Step(
                            row.count("removed"),
                            row.number("looked_to"),
                            row.number("old_enough") > 0))
                .orElseThrow());
  }

  /** An age beyond all times is the greatest that can be subtracted from one. */
  private static long millis(Duration age) {
    Duration most = Duration.ofMillis(Long.MAX_VALUE / 2);
    return StoreClock.after(0, age.compareTo(most) > 0 ? most : age);
  }

  private void purgeLanes() {
    byte[] after = lanesLookedTo.get();
    Optional<byte[]> lookedTo =
        database.write(
            statements ->
                statements
                    .call(PostgresStatement.PURGE_LANES)
                    .bind("after", after)
                    .bind("look", LOOK)
                    .first(row -> row.bytes("looked_to")));
    lanesLookedTo.set(lookedTo.orElseGet(() -> new byte[0]));
  }

  private void purgeCalls() {
    database.write(
        statements ->
            statements
                .call(PostgresStatement.PURGE_CALLS)
                .bind("now", clock.givenMillis())
                .bind("limit", LOOK)
                .update());
  }
}
