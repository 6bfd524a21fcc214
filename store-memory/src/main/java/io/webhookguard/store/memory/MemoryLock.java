package io.webhookguard.store.memory;

import io.webhookguard.api.event.Names;
import io.webhookguard.api.lock.Lease;
import io.webhookguard.api.lock.Lock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Leases by name (LK).
 *
 * <p>A name that was taken once keeps its newest lease for ever, released or not, because an older
 * one can only be told apart by it. A process that takes ever new names grows by that.
 */
final class MemoryLock implements Lock {

  private final StoreState state;
  private final Map<String, Held> byName = new HashMap<>();

  MemoryLock(StoreState state) {
    this.state = state;
  }

  @Override
  public Optional<Lease> tryAcquire(String name, String holder, Duration lease) {
    Names.requireOpaque("lock name", name);
    Names.requireOpaque("holder", holder);
    requirePositive(lease);
    synchronized (state) {
      Instant now = state.now();
      Held newest = byName.get(name);
      if (newest != null && newest.isTakenAt(now)) {
        return Optional.of(newest.lease).filter(current -> current.holder().equals(holder));
      }
      Lease granted = new Lease(name, holder, state.nextToken(), now.plus(lease));
      byName.put(name, new Held(granted, false));
      return Optional.of(granted);
    }
  }

  @Override
  public Renewal renew(Lease lease, Duration duration) {
    requirePositive(duration);
    synchronized (state) {
      Optional<Held> held = newest(lease).filter(newest -> !newest.released);
      if (held.isEmpty()) {
        return new Renewal.Superseded();
      }
      Lease renewed =
          new Lease(
              lease.name(), held.get().lease.holder(), lease.token(), state.now().plus(duration));
      byName.put(lease.name(), new Held(renewed, false));
      return new Renewal.Renewed(renewed);
    }
  }

  @Override
  public Release release(Lease lease) {
    synchronized (state) {
      Optional<Held> held = newest(lease);
      if (held.isEmpty()) {
        return Release.SUPERSEDED;
      }
      byName.put(lease.name(), new Held(held.get().lease, true));
      return Release.RELEASED;
    }
  }

  /** What is known of this lease, if no newer one of its name was granted. */
  private Optional<Held> newest(Lease lease) {
    return Optional.ofNullable(byName.get(lease.name()))
        .filter(newest -> newest.lease.token().equals(lease.token()));
  }

  private static void requirePositive(Duration lease) {
    if (lease.isNegative() || lease.isZero()) {
      throw new IllegalArgumentException("a lease is longer than nothing, got " + lease);
    }
  }

  /** The newest lease of a name. */
  private record Held(Lease lease, boolean released) {
    boolean isTakenAt(Instant now) {
      return !released && lease.endsAt().isAfter(now);
    }
  }
}
