package io.webhookguard.api.ledger;

/** Everything that the guard decides. */
public enum DecisionKind {
  /** A new event was recorded. */
  RECEIVED,
  /** A new event was recorded as COMPLETE, because nobody is to run it. */
  IGNORED,
  /** An attempt may run: the claim was granted. */
  STARTED,
  /** An attempt succeeded. */
  COMPLETED,
  /** An attempt did not succeed and another one will follow. */
  RETRY_SCHEDULED,
  /** An attempt ended without a known outcome and another one will follow. */
  IN_DOUBT,
  /** The event became a dead letter. */
  FAILED,
  /** The event became a dead letter because an outcome is unknown: a person must look. */
  PARKED,
  /** A claim was handed back before its effect started. */
  RELEASED,
  /** A claim whose lease ended was taken over. */
  RECOVERED,
  /** A redelivery gave a dead letter fresh attempts. */
  REOPENED,
  /** A person gave a dead letter fresh attempts. */
  RETRIED,
  /** A person said that the effect did happen. */
  CONFIRMED,
  /** A person gave the event up. */
  DISCARDED,
  /** A person had a COMPLETE event run again. */
  REPLAYED,
  /** The payload was removed. */
  PURGED,
  /** Summary: the event came again with the same body. */
  DUPLICATE,
  /** Summary: the event came again with another body. */
  CONFLICT,
  /** Summary: requests of a source were refused. */
  REJECTED,
  /** Summary: writes that carried an old token were refused. */
  SUPERSEDED;

  /** Whether it is appended by itself, apart from any state change. */
  public boolean isSummary() {
    return compareTo(DUPLICATE) >= 0;
  }
}
