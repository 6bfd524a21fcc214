package io.webhookguard.core.internal;

import java.time.Duration;

/**
 * How many have come to a store at once lately, and what follows for the next call.
 *
 * <p>Who leaves a call comes back soon, with the end of its attempt or the next event, and so do
 * all who were on it. A call that takes off with the first of them costs nearly what one with all
 * of them would. So where many have been, it waits a moment for the others: never longer than a
 * part of what the last call took. Where few have been, nobody waits.
 *
 * <p>Not safe for use by several threads: its owner holds a lock.
 */
final class Crowd {

  /** So many call the store side by side, each at once: sharing calls would gain them nothing. */
  static final int FEW = 3;

  /** Of a call's time. */
  private static final int LINGER_PART = 4;

  private static final Duration LONGEST_LINGER = Duration.ofMillis(1);

  /** Old crowds are forgotten by an eighth with each call. */
  private static final int FORGETTING = 8;

  private int size;
  private long callNanos;

  /** So many callers are there at once. */
  void met(int callers) {
    size = Math.max(size, callers);
  }

  /** A call has ended that took so long. */
  void landed(long nanos) {
    callNanos = nanos;
    size -= (size + FORGETTING - 1) / FORGETTING;
  }

  /** Whether more than a few have been there lately. */
  boolean isCrowd() {
    return size > FEW;
  }

  /** Whether so many of them are waiting that a call may go. */
  boolean isGathered(int waiting) {
    return 2L * waiting >= size;
  }

  /** How long a call may wait for those who are not there yet. */
  Duration linger() {
    return Duration.ofNanos(Math.min(callNanos / LINGER_PART, LONGEST_LINGER.toNanos()));
  }
}
