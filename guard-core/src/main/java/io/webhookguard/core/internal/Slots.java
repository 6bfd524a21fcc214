package io.webhookguard.core.internal;

import java.util.concurrent.atomic.AtomicInteger;

/** How many more attempts this node may hold. The bound on handlers, claims and settlements. */
final class Slots {

  private final int total;
  private final Health health;
  private final AtomicInteger free;

  Slots(int total, Health health) {
    this.total = total;
    this.health = health;
    this.free = new AtomicInteger(total);
  }

  /** Takes up to {@code wanted}, perhaps none; none in a process that cannot be trusted. */
  int reserve(int wanted) {
    if (!health.good()) {
      return 0;
    }
    int before = free.getAndUpdate(now -> now - Math.min(now, wanted));
    return Math.min(before, wanted);
  }

  /** Gives some back. */
  void release(int count) {
    int now = free.addAndGet(count);
    if (now > total) {
      throw new IllegalStateException("more slots came back than there are: " + now);
    }
  }
}
