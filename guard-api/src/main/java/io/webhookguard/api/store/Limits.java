package io.webhookguard.api.store;

import io.webhookguard.api.event.Names;
import java.time.Duration;
import java.util.List;

/** The limits of every call to a store, in one place. */
public final class Limits {

  /** The most items in one call. */
  public static final int MAX_BATCH = 1_000;

  /** The most events on one page of a search, and entries on one page of the ledger. */
  public static final int MAX_PAGE = 500;

  /** The shortest lease: below it, a pause of a garbage collector would end one. */
  public static final Duration MIN_LEASE = Duration.ofMillis(100);

  /** The longest lease. */
  public static final Duration MAX_LEASE = Duration.ofHours(24);

  /** The longest delay until an event is due again. */
  public static final Duration MAX_DELAY = Duration.ofDays(366);

  private Limits() {}

  static String requireOwner(String owner) {
    return Names.requireOpaque("owner", owner);
  }

  /**
   * Returns the duration if it may be that of a lease.
   *
   * @throws IllegalArgumentException if it is not {@link #MIN_LEASE} to {@link #MAX_LEASE}
   */
  public static Duration requireLease(Duration lease) {
    if (lease.compareTo(MIN_LEASE) < 0 || lease.compareTo(MAX_LEASE) > 0) {
      throw new IllegalArgumentException(
          "a lease is " + MIN_LEASE + " to " + MAX_LEASE + ", got " + lease);
    }
    return lease;
  }

  static Duration requireDelay(Duration delay) {
    if (delay.isNegative() || delay.compareTo(MAX_DELAY) > 0) {
      throw new IllegalArgumentException("a delay is 0 to " + MAX_DELAY + ", got " + delay);
    }
    return delay;
  }

  static int requireCount(String what, int count, int most) {
    if (count < 1 || count > most) {
      throw new IllegalArgumentException(what + " is 1 to " + most + ", got " + count);
    }
    return count;
  }

  /**
   * Refuses a batch that no store has to take. Stores call this first.
   *
   * @throws IllegalArgumentException above {@value #MAX_BATCH} items
   */
  public static void requireBatch(List<?> items) {
    if (items.size() > MAX_BATCH) {
      throw new IllegalArgumentException(
          "a batch has at most " + MAX_BATCH + " items, got " + items.size());
    }
  }
}
