package io.webhookguard.api.event;

/** Why an event is FAILED. The list is closed. */
public enum FailureReason {
  /** The handler or the destination said that no attempt can succeed. */
  PERMANENT,
  /** All attempts, or all the time for them, are spent. The only reason a redelivery may reopen. */
  EXHAUSTED,
  /** An attempt ended without a known outcome and the policy is to wait for a person. */
  IN_DOUBT,
  /** A repeat would come after the other side forgot the idempotency key. */
  KEY_WINDOW,
  /** A person gave the event up. */
  CANCELLED,
  /** The request was authentic but held no event that can be read. */
  UNPARSEABLE
}
