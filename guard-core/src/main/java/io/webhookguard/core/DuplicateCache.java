package io.webhookguard.core;

import io.webhookguard.api.error.ConfigurationException;
import java.time.Duration;

/**
 * How much of what is COMPLETE a node keeps in mind, so that a duplicate of it costs no call to the
 * store. Immutable.
 *
 * <p>What a person has this node change is right at once. A replay by another node or by the
 * command line is not seen here for {@code maxAge} at most: until then a duplicate is answered as
 * before the replay. Nothing ever runs or fails to run because of it, with one exception: a
 * redelivery does not reopen an event that was replayed and failed within that time.
 *
 * @param maxBytes about how much memory it may take, 0 to {@value #MAX_BYTES}; 0 switches it off.
 *     An event takes some 500 bytes, and its response if its source is inline. More serves those
 *     whose providers deliver many events over and over within {@code maxAge}
 * @param maxAge how long the store is not asked again about an event, {@link #SHORTEST_AGE} to
 *     {@link #LONGEST_AGE} by the node's monotonic clock, counted from before the store was asked.
 *     Shorter serves those who replay events elsewhere and cannot wait; longer those whose
 *     providers come again later
 */
public record DuplicateCache(long maxBytes, Duration maxAge) {

  /** The most memory: 4 GiB. */
  public static final long MAX_BYTES = 4L << 30;

  /** The smallest maximum age. */
  public static final Duration SHORTEST_AGE = Duration.ofMillis(100);

  /** The greatest maximum age. */
  public static final Duration LONGEST_AGE = Duration.ofHours(1);

  /** 16 MiB, for a minute. */
  public static final DuplicateCache DEFAULT = new DuplicateCache(16L << 20, Duration.ofMinutes(1));

  /** Every duplicate asks the store. */
  public static final DuplicateCache OFF = new DuplicateCache(0, Duration.ofMinutes(1));

  public DuplicateCache {
    if (maxBytes < 0 || maxBytes > MAX_BYTES) {
      throw new ConfigurationException(
          "the duplicate cache takes 0 to " + MAX_BYTES + " bytes, got " + maxBytes);
    }
    if (maxAge.compareTo(SHORTEST_AGE) < 0 || maxAge.compareTo(LONGEST_AGE) > 0) {
      throw new ConfigurationException(
          "the duplicate cache keeps for "
              + SHORTEST_AGE
              + " to "
              + LONGEST_AGE
              + ", got "
              + maxAge);
    }
  }

  /** Whether anything is kept. */
  public boolean isOn() {
    return maxBytes > 0;
  }
}
