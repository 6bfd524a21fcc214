package io.webhookguard.store.postgres;

import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.event.Names;
import io.webhookguard.api.lock.Lease;
import io.webhookguard.api.lock.Lock;
import io.webhookguard.store.sql.internal.StoreClock;
import java.time.Duration;
import java.util.Optional;

/** Leases by name (LK): one row for each name that was ever taken, one statement for each call. */
final class PostgresLock implements Lock {

  private final PostgresDatabase database;
  private final StoreClock clock;

  PostgresLock(PostgresDatabase database, StoreClock clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public Optional<Lease> tryAcquire(String name, String holder, Duration lease) {
    Names.requireOpaque("lock name", name);
    Names.requireOpaque("holder", holder);
    requirePositive(lease);
    return database.write(
        statements ->
            statements
                .call(PostgresStatement.ACQUIRE_LOCK)
                .bind("now", clock.givenMillis())
                .bind("name", name)
                .bind("holder", holder)
                .bind("lease", StoreClock.after(0, lease))
                .first(
                    row ->
                        new Lease(
                            name,
                            holder,
                            new FencingToken(row.number("token")),
                            row.time("ends_at"))));
  }

  @Override
  public Renewal renew(Lease lease, Duration duration) {
    requirePositive(duration);
    return database.write(
        statements ->
            statements
                .call(PostgresStatement.RENEW_LOCK)
                .bind("now", clock.givenMillis())
                .bind("name", lease.name())
                .bind("token", lease.token().value())
                .bind("lease", StoreClock.after(0, duration))
                .first(
                    row ->
                        new Lease(
                            lease.name(), row.text("holder"), lease.token(), row.time("ends_at")))
                .<Renewal>map(Renewal.Renewed::new)
                .orElseGet(Renewal.Superseded::new));
  }

  @Override
  public Release release(Lease lease) {
    int released =
        database.write(
            statements ->
                statements
                    .call(PostgresStatement.RELEASE_LOCK)
                    .bind("name", lease.name())
                    .bind("token", lease.token().value())
                    .update());
    return released == 1 ? Release.RELEASED : Release.SUPERSEDED;
  }

  private static void requirePositive(Duration lease) {
    if (lease.isNegative() || lease.isZero()) {
      throw new IllegalArgumentException("a lease is longer than nothing, got " + lease);
    }
  }
}
