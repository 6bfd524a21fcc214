package io.webhookguard.core.internal;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.lock.Lease;
import io.webhookguard.api.lock.Lock;
import io.webhookguard.api.store.Purged;
import io.webhookguard.api.store.Retention;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what is past its retention, in bounded batches, on one node at a time.
 *
 * <p>Two nodes at once would only be wasteful, so a lock that ends too early does no harm.
 */
final class Purge {

  private static final Logger log = LoggerFactory.getLogger(Purge.class);
  private static final String LOCK = "guard.purge";
  private static final Duration LOCK_LEASE = Duration.ofMinutes(5);
  private static final int BATCH = 500;
  private static final int MAX_BATCHES = 200;

  private final Node node;
  private final Retention retention;
  private final Coalesced work;
  private volatile boolean stopped;

  Purge(Node node) {
    this.node = node;
    this.retention =
        new Retention(node.settings().payloadRetention(), node.settings().dedupHorizon());
    this.work = new Coalesced("purging", node.runtime().background(), this::work);
  }

  /** It is time again. */
  void tick() {
    work.request();
  }

  /** No further batches. */
  void stop() {
    stopped = true;
  }

  private void work() {
    try {
      Lock lock = node.store().lock();
      Optional<Lease> lease = lock.tryAcquire(LOCK, node.ids().next().toString(), LOCK_LEASE);
      if (lease.isPresent()) {
        purge();
        lock.release(lease.get());
      }
    } catch (StoreUnavailableException | OutcomeUnknownException e) {
      log.debug("nothing is purged this time: {}", e.getMessage());
    }
  }

  private void purge() {
    long startNanos = node.runtime().nanoTime();
    int payloads = 0;
    int tombstones = 0;
    for (int batch = 0; batch < MAX_BATCHES && !stopped; batch++) {
      Purged purged = node.store().events().purge(retention, BATCH);
      payloads += purged.payloads();
      tombstones += purged.tombstones();
      boolean late = node.runtime().nanoTime() - startNanos > LOCK_LEASE.dividedBy(2).toNanos();
      if (late || purged.payloads() + purged.tombstones() == 0) {
        break;
      }
    }
    if (payloads + tombstones > 0) {
      log.info("purged {} payloads and {} tombstones", payloads, tombstones);
    }
  }
}
