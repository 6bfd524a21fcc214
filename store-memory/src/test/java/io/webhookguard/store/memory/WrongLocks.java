package io.webhookguard.store.memory;

import io.webhookguard.api.lock.Lease;
import io.webhookguard.api.lock.Lock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What can be wrong with locks. */
final class WrongLocks {

  private WrongLocks() {}

  static Lock releasedByName(Lock right) {
    Map<String, Lease> newest = new ConcurrentHashMap<>();
    return new Lock() {
      @Override
      public Optional<Lease> tryAcquire(String name, String holder, Duration lease) {
        Optional<Lease> granted = right.tryAcquire(name, holder, lease);
        granted.ifPresent(current -> newest.put(name, current));
        return granted;
      }

      @Override
      public Renewal renew(Lease lease, Duration duration) {
        return right.renew(lease, duration);
      }

      @Override
      public Release release(Lease lease) {
        return right.release(newest.getOrDefault(lease.name(), lease));
      }
    };
  }
}
