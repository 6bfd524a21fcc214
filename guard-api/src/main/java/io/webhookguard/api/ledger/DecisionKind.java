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
  /** A person had the payload removed. */
  ERASED,
  /** The payload was removed because of its age. */
  PURGED,
  /** Summary: the event came again with the same body. */
  DUPLICATE,
  /** Summary: the event came again with another body. */
  CONFLICT,
  /** Summary: requests of a source were refused. */
  REJECTED,
  /** Summary: writes that carried an old token were refused. */
  SUPERSEDED,
  /** Note: a person asked for a change that waits for a second person. */
  REQUESTED,
  /** Note: a person overruled what a status machine says. */
  OVERRIDDEN,
  /** Note: a person had the effect of a COMPLETE event compensated. */
  ROLLED_BACK;

  /** Whether it counts what came many times and may be lost. It changes no state. */
  public boolean isSummary() {
    return switch (this) {
      case DUPLICATE, CONFLICT, REJECTED, SUPERSEDED -> true;
      default -> false;
    };
  }

  /** Whether it is what a person decided without changing the event's state. It is never lost. */
  public boolean isNote() {
    return switch (this) {
      case REQUESTED, OVERRIDDEN, ROLLED_BACK -> true;
      default -> false;
    };
  }
}
