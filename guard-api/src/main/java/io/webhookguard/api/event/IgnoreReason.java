package io.webhookguard.api.event;

/** Why an authentic event was recorded but is not to run. */
public enum IgnoreReason {
  /** No handler takes the event's type. */
  UNHANDLED,
  /** The event belongs to the other mode (test or live) of a source bound to one of them. */
  LIVEMODE
}
