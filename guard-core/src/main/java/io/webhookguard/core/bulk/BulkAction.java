package io.webhookguard.core.bulk;

/**
 * What a person may do to many events at once.
 *
 * <p>Confirm is not among them: that an effect did happen is said of one effect at a time.
 */
public enum BulkAction {
  /** Runs dead letters again: fresh attempts, same keys. */
  RETRY,
  /** Gives events up and frees their lanes. */
  DISCARD,
  /** Runs COMPLETE events again in their next generation, with new keys. */
  REPLAY
}
