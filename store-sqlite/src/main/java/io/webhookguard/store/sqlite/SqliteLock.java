package io.webhookguard.store.sqlite;

import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.event.Names;
import io.webhookguard.api.lock.Lease;
import io.webhookguard.api.lock.Lock;
import io.webhookguard.store.sql.internal.Row;
import io.webhookguard.store.sql.internal.StoreClock;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Leases by name (LK): one row for each name that was ever taken. */
final class SqliteLock implements Lock {

  private final SqliteWriter writer;

  SqliteLock(SqliteWriter writer) {
    this.writer = writer;
  }

  @Override
  public Optional<Lease> tryAcquire(String name, String holder, Duration lease) {
    Names.requireOpaque("lock name", name);
    Names.requireOpaque("holder", holder);
    requirePositive(lease);
    return writer.write(
        session ->
            session
                .call(SqliteStatement.ACQUIRE_LOCK)
                .bind("name", name)
                .bind("holder", holder)
                .bind("now", session.now())
                .bind("ends_at", StoreClock.after(session.now(), lease))
                .first(row -> lease(name, holder, row))
                .or(() -> held(session, name, holder)));
  }

  private static Optional<Lease> held(WriteSession session, String name, String holder) {
    return session
        .call(SqliteStatement.FIND_LEASE)
        .bind("name", name)
        .bind("holder", holder)
        .bind("now", session.now())
        .first(row -> lease(name, holder, row));
  }

  private static Lease lease(String name, String holder, Row row) throws SQLException {
    return new Lease(name, holder, new FencingToken(row.number("token")), row.time("ends_at"));
  }

  @Override
  public Renewal renew(Lease lease, Duration duration) {
    requirePositive(duration);
    return writer.write(
        session -> {
          long endsAt = StoreClock.after(session.now(), duration);
          Instant end = Instant.ofEpochMilli(endsAt);
          return session
              .call(SqliteStatement.RENEW_LOCK)
              .bind("name", lease.name())
              .bind("token", lease.token().value())
              .bind("ends_at", endsAt)
              .first(row -> new Lease(lease.name(), row.text("holder"), lease.token(), end))
              .<Renewal>map(Renewal.Renewed::new)
              .orElseGet(Renewal.Superseded::new);
        });
  }

  @Override
  public Release release(Lease lease) {
    int released =
        writer.write(
            session ->
                session
                    .call(SqliteStatement.RELEASE_LOCK)
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
