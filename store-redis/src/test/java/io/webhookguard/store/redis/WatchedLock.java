package io.webhookguard.store.redis;

import io.webhookguard.api.error.GuardException;
import io.webhookguard.api.lock.Lease;
import io.webhookguard.api.lock.Lock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes calls on and counts how takings end. Safe for use by many threads. */
final class WatchedLock implements Lock {

  private final Lock lock;
  private final AtomicInteger granted = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();

  WatchedLock(Lock lock) {
    this.lock = lock;
  }

  int granted() {
    return granted.get();
  }

  int failed() {
    return failed.get();
  }

  @Override
  public Optional<Lease> tryAcquire(String name, String holder, Duration lease) {
    try {
      Optional<Lease> answer = lock.tryAcquire(name, holder, lease);
      answer.ifPresent(it -> granted.incrementAndGet());
      return answer;
    } catch (GuardException e) {
      failed.incrementAndGet();
      throw e;
    }
  }

  @Override
  public Renewal renew(Lease lease, Duration duration) {
    return lock.renew(lease, duration);
  }

  @Override
  public Release release(Lease lease) {
    return lock.release(lease);
  }
}
