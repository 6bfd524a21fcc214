package io.webhookguard.core.handler;

/**
 * What follows when nobody knows whether an attempt's effect happened and nobody can be asked. Who
 * can be asked is told by a {@link ProbedHandler}, whose probe decides.
 */
public enum InDoubt {
  /**
   * Run it again with the same idempotency key, as long as the other side remembers the key. For
   * effects that honour the key, or whose repetition is harmless.
   */
  RETRY,
  /** Never run it again by itself: a person decides. */
  PARK
}
