package io.webhookguard.core.internal;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.store.Purged;
import io.webhookguard.api.store.Retention;
import io.webhookguard.core.lock.HeldLock;
import io.webhookguard.core.lock.LockTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what is past its retention, in bounded batches, on one node at a time.
 *
 * <p>Two nodes at once would only be wasteful, so a node that stands still in a batch and goes on
 * after its lease does no harm. A node that dies holds the others up for one lease.
 */
final class Purge {

  private static final Logger log = LoggerFactory.getLogger(Purge.class);
  private static final String LOCK = "guard.purge";
  private static final int BATCH = 500;
  private static final int MAX_BATCHES = 200;

  private final Node node;
  private final Retention retention;
  private final LockTemplate locks;
  private final Coalesced work;
  private volatile boolean stopped;

  Purge(Node node) {
    this.node = node;
    this.retention =
        new Retention(node.settings().payloadRetention(), node.settings().dedupHorizon());
    this.locks = new LockTemplate(node.store().lock(), node.runtime());
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
      String end =
          locks
              .run(LOCK, node.settings().lease(), this::purge)
              .match(
                  ran -> ran.result().toString(),
                  lost -> lost.result() + ", then the lease was lost",
                  busy -> "nothing: another node is at it");
      log.debug("purged {}", end);
    } catch (StoreUnavailableException | OutcomeUnknownException e) {
      log.debug("no more is purged this time: {}", e.getMessage());
    }
  }

  private Purged purge(HeldLock held) {
    int payloads = 0;
    int tombstones = 0;
    for (int batch = 0; batch < MAX_BATCHES && !stopped && held.isHeld(); batch++) {
      Purged purged = node.store().events().purge(retention, BATCH);
      payloads += purged.payloads();
      tombstones += purged.tombstones();
      if (purged.payloads() + purged.tombstones() == 0) {
        break;
      }
    }
    if (payloads + tombstones > 0) {
      log.info("WG601 purged {} payloads and {} tombstones", payloads, tombstones);
    }
    return new Purged(payloads, tombstones);
  }
}
