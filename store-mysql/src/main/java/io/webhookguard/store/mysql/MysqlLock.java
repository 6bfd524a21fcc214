package io.webhookguard.store.mysql;

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

/** Leases by name (LK): one row for each name that was ever taken, locked by whoever decides. */
final class MysqlLock implements Lock {

  private final Connections connections;

  MysqlLock(Connections connections) {
    this.connections = connections;
  }

  /** The newest lease of a name. */
  private record Newest(String holder, long token, long endsAt, boolean released) {

    static Newest read(Row row) throws SQLException {
      return new Newest(
          row.text("holder"), row.number("token"), row.number("ends_at"), row.flag("released"));
    }

    boolean isFree(long now) {
      return released || endsAt <= now;
    }

    Lease lease(String name) {
      return new Lease(name, holder, new FencingToken(token), Instant.ofEpochMilli(endsAt));
    }

    Newest endingAt(long time) {
      return new Newest(holder, token, time, released);
    }

    void write(WriteSession session, String name) {
      session
          .call(MysqlStatement.CHANGE_LEASE)
          .bind("name", name)
          .bind("holder", holder)
          .bind("token", token)
          .bind("ends_at", endsAt)
          .bind("released", released)
          .update();
    }
  }

  private static Optional<Newest> lock(WriteSession session, String name) {
    return session.call(MysqlStatement.LOCK_LEASE).bind("name", name).first(Newest::read);
  }

  @Override
  public Optional<Lease> tryAcquire(String name, String holder, Duration lease) {
    Names.requireOpaque("lock name", name);
    Names.requireOpaque("holder", holder);
    requirePositive(lease);
    return connections.write(session -> tryAcquire(session, name, holder, lease));
  }

  private static Optional<Lease> tryAcquire(
      WriteSession session, String name, String holder, Duration lease) {
    long endsAt = StoreClock.after(session.now(), lease);
    Optional<Newest> newest = lock(session, name);
    if (newest.isEmpty()) {
      session
          .call(MysqlStatement.FIRST_LEASE)
          .bind("name", name)
          .bind("holder", holder)
          .bind("ends_at", endsAt)
          .update();
      return Optional.of(new Newest(holder, 1, endsAt, false).lease(name));
    }
    if (newest.get().isFree(session.now())) {
      Newest taken = new Newest(holder, newest.get().token() + 1, endsAt, false);
      taken.write(session, name);
      return Optional.of(taken.lease(name));
    }
    return newest.filter(held -> held.holder().equals(holder)).map(held -> held.lease(name));
  }

  @Override
  public Renewal renew(Lease lease, Duration duration) {
    requirePositive(duration);
    return connections.write(
        session -> {
          Optional<Newest> renewed =
              lock(session, lease.name())
                  .filter(newest -> newest.token() == lease.token().value())
                  .filter(newest -> !newest.released())
                  .map(newest -> newest.endingAt(StoreClock.after(session.now(), duration)));
          renewed.ifPresent(newest -> newest.write(session, lease.name()));
          return renewed
              .<Renewal>map(newest -> new Renewal.Renewed(newest.lease(lease.name())))
              .orElseGet(Renewal.Superseded::new);
        });
  }

  @Override
  public Release release(Lease lease) {
    return connections.write(
        session -> {
          Optional<Newest> released =
              lock(session, lease.name())
                  .filter(newest -> newest.token() == lease.token().value())
                  .map(
                      newest -> new Newest(newest.holder(), newest.token(), newest.endsAt(), true));
          released.ifPresent(newest -> newest.write(session, lease.name()));
          return released.isPresent() ? Release.RELEASED : Release.SUPERSEDED;
        });
  }

  private static void requirePositive(Duration lease) {
    if (lease.isNegative() || lease.isZero()) {
      throw new IllegalArgumentException("a lease is longer than nothing, got " + lease);
    }
  }
}
