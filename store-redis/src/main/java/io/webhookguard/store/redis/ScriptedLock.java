package io.webhookguard.store.redis;

import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.event.Names;
import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.lock.Lease;
import io.webhookguard.api.lock.Lock;
import java.time.Duration;
import java.util.Optional;

/** Locks with fencing tokens (LK). A token is a tick, so it goes on growing whatever expires. */
final class ScriptedLock implements Lock {

  private final Data data;

  ScriptedLock(Data data) {
    this.data = data;
  }

  @Override
  public Optional<Lease> tryAcquire(String name, String holder, Duration lease) {
    Names.requireOpaque("lock name", name);
    Names.requireOpaque("holder", holder);
    requirePositive(lease);
    Fields fields = run("acquire", name, new Args().add(name).add(holder).add(Micros.of(lease)));
    return fields.text().equals("held") ? Optional.of(lease(name, fields)) : Optional.empty();
  }

  @Override
  public Renewal renew(Lease lease, Duration duration) {
    requirePositive(duration);
    Args args = new Args().add(lease.token().value()).add(Micros.of(duration));
    Fields fields = run("renew", lease.name(), args);
    return fields.text().equals("held")
        ? new Renewal.Renewed(lease(lease.name(), fields))
        : new Renewal.Superseded();
  }

  @Override
  public Release release(Lease lease) {
    Fields fields = run("release", lease.name(), new Args().add(lease.token().value()));
    return fields.text().equals("released") ? Release.RELEASED : Release.SUPERSEDED;
  }

  private Fields run(String kind, String name, Args more) {
    Sha256 digest = Sha256.ofTuple("guard.lock.v1", name);
    Args args = new Args().add(kind).add(digest.toByteArray()).addAll(more);
    return data.run(Call.of(data.partitions().of(digest), Script.LOCK, args)).fields();
  }

  private static Lease lease(String name, Fields fields) {
    return new Lease(
        name, fields.text(), new FencingToken(fields.number()), Micros.instant(fields.number()));
  }

  private static void requirePositive(Duration lease) {
    if (lease.isNegative() || lease.isZero()) {
      throw new IllegalArgumentException("a lease is longer than nothing, got " + lease);
    }
  }
}
