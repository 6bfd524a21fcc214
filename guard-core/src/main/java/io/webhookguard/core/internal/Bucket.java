package io.webhookguard.core.internal;

import java.time.Duration;

/**
 * Tokens that come back as time passes. More may be taken than there are: then who takes is told
 * how long it is until they are there. Safe for use by many threads.
 */
final class Bucket {

  private static final double NANOS = 1e9;

  /** More is not owed: what has waited so long need not wait its turn. */
  private static final double MOST_SECONDS_OWED = 3_600;

  private final double perSecond;
  private final double capacity;
  private double tokens;
  private long filledNanos;

  /** A full bucket. */
  Bucket(double perSecond, double capacity, long nowNanos) {
    this.perSecond = perSecond;
    this.capacity = capacity;
    this.tokens = capacity;
    this.filledNanos = nowNanos;
  }

  /** How many whole tokens there are. */
  synchronized int whole(long nowNanos) {
    fill(nowNanos);
    return (int) Math.max(0, Math.min(Integer.MAX_VALUE, tokens));
  }

  /** Takes one if there is one. */
  synchronized boolean take(long nowNanos) {
    fill(nowNanos);
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }

  /** Takes one in any case, and says how long it is until it is there. */
  synchronized Duration owe(long nowNanos) {
    fill(nowNanos);
    tokens = Math.max(tokens - 1, -perSecond * MOST_SECONDS_OWED);
    return tokens >= 0 ? Duration.ZERO : after(-tokens);
  }

  /** Gives some back, or adds some. */
  synchronized void put(double more) {
    tokens = Math.min(capacity, tokens + more);
  }

  /** How long until there is a whole one. */
  synchronized Duration untilNext(long nowNanos) {
    fill(nowNanos);
    return tokens >= 1 ? Duration.ZERO : after(1 - tokens);
  }

  private Duration after(double missing) {
    return Duration.ofNanos((long) Math.ceil(missing / perSecond * NANOS));
  }

  private void fill(long nowNanos) {
    double more = (nowNanos - filledNanos) / NANOS * perSecond;
    if (more > 0) {
      tokens = Math.min(capacity, tokens + more);
      filledNanos = nowNanos;
    }
  }
}
