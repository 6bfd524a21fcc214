package io.webhookguard.core.internal;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.error.GuardException;
import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.SchemaMismatchException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.core.runtime.GuardRuntime;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows whether this node's periodic work reaches the store, and since when.
 *
 * <p><b>Why.</b> While the store is away nobody can renew, so leases end although their handlers
 * run. Whoever recovered at once when it came back would put all running work in doubt. So this
 * node recovers nothing until one lease has passed since its contact came back: time for everyone
 * to renew. A node that was itself paused cannot know what it missed and does the same. After its
 * start a node waits a few polls only: it may have come up just as the store did.
 *
 * <p><b>When not.</b> Claims are renewed when half of their lease is left at the latest, so calls
 * that fail for less than a quarter of it end nobody's lease. They hold nothing back: a store that
 * is now and then too busy would otherwise leave the claims of a dead node alone for ever.
 *
 * <p><b>What counts.</b> A store that turns out not to be usable while the node runs, for its
 * rights or its tables, is away like any other: somebody may put it right, and what has run
 * meanwhile must not be thrown away.
 *
 * <p>All times in here are the node's monotonic clock.
 */
final class StoreContact {

  private static final Logger log = LoggerFactory.getLogger(StoreContact.class);
  private static final int POLLS_AFTER_START = 3;

  private final GuardRuntime runtime;
  private final Duration lease;
  private final Duration poll;
  private boolean lost;
  private long lostSinceNanos;
  private long recoverFromNanos;

  StoreContact(GuardRuntime runtime, Duration lease, Duration poll) {
    this.runtime = runtime;
    this.lease = lease;
    this.poll = poll;
  }

  /** The node starts. */
  synchronized void started() {
    Duration wait = poll.multipliedBy(POLLS_AFTER_START);
    recoverNotBefore(wait.compareTo(lease) < 0 ? wait : lease);
  }

  /**
   * Makes a call and learns from how it goes. Throws what the call throws, but for a store that
   * cannot be used as it is, which is {@link StoreUnavailableException} too.
   */
  <T> T call(Supplier<T> call) {
    long askedNanos = runtime.nanoTime();
    try {
      T answer = call.get();
      reached();
      return answer;
    } catch (StoreUnavailableException | OutcomeUnknownException e) {
      missed(e, askedNanos);
      throw e;
    } catch (ConfigurationException | SchemaMismatchException e) {
      missed(e, askedNanos);
      throw new StoreUnavailableException("the store cannot be used: " + e.getMessage(), e);
    }
  }

  private synchronized void reached() {
    if (!lost) {
      return;
    }
    lost = false;
    Duration away = Duration.ofNanos(runtime.nanoTime() - lostSinceNanos);
    if (away.compareTo(lease.dividedBy(4)) < 0) {
      log.info("WG501 the store is back after {}", away);
    } else {
      recoverNotBefore(lease);
      log.info("WG502 the store is back after {}; nothing is taken over for {}", away, lease);
    }
  }

  private synchronized void missed(GuardException why, long askedNanos) {
    if (!lost) {
      lost = true;
      lostSinceNanos = askedNanos;
      log.warn("WG503 the store is out of reach: {}", why.getMessage());
    }
  }

  /** This node did nothing for a while. */
  synchronized void paused(Duration gap) {
    recoverNotBefore(lease);
    log.warn("WG504 this node stood still for {}; nothing is taken over for {}", gap, lease);
  }

  private void recoverNotBefore(Duration wait) {
    recoverFromNanos = runtime.nanoTime() + wait.toNanos();
  }

  /** Whether the last call was answered. */
  synchronized boolean good() {
    return !lost;
  }

  /** Whether ended leases mean that their holders are gone. */
  synchronized boolean mayRecover() {
    return !lost && runtime.nanoTime() - recoverFromNanos >= 0;
  }
}
