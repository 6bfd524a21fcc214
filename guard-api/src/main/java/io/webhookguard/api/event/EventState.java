package io.webhookguard.api.event;

/** The four states of an event; everything else is data on its record. */
public enum EventState {
  /** Recorded, waiting to run. */
  PENDING,
  /** Claimed. Durable before the effect starts: this is the crash boundary. */
  PROCESSING,
  /** Done, ignored or confirmed. A duplicate of it runs nothing. */
  COMPLETE,
  /**
   * A dead letter: nothing will run it again by itself, unless its reason allows a redelivery to.
   */
  FAILED
}
