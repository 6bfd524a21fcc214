package io.webhookguard.api.store;

/** What survives what, from weakest to strongest. */
public enum DurabilityLevel {
  /** Everything is gone when the store's process ends. */
  VOLATILE,
  /** A power failure loses the last second or so of acknowledged events and of dedup memory. */
  WINDOW_LOSSY,
  /** A crash of the store or its host loses a short, consistent suffix. */
  PREFIX_LOSSY,
  /** Nothing is lost unless a replica takes over. */
  FAILOVER_LOSSY,
  /**
   * What was acknowledged survives crashes of process and host, as far as the disk honours a sync.
   */
  DURABLE,
  /** As {@link #DURABLE}, and promotion of a synchronous replica loses nothing. */
  DURABLE_HA
}
