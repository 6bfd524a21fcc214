package io.webhookguard.api.store;

/** What a settlement does to the mark that says "an earlier attempt's outcome is unknown". */
public enum DoubtMark {
  /** The outcome of this attempt is certain, and with it the event's. */
  CLEAR,
  /** This attempt says nothing about earlier ones: the mark stays as it is. */
  KEEP,
  /** The outcome of this attempt is itself unknown. */
  SET
}
