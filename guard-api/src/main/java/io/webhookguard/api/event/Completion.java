package io.webhookguard.api.event;

/** How an event came to be COMPLETE. */
public enum Completion {
  /** A handler ran and succeeded. */
  HANDLED,
  /** Nobody handles it. */
  IGNORED,
  /** A person said that its effect did happen. */
  CONFIRMED
}
