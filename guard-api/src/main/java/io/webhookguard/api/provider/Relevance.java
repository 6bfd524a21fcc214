package io.webhookguard.api.provider;

/** Whether an authentic event is meant for its source. */
public enum Relevance {
  /** It is to be handled. */
  RELEVANT,
  /** It belongs to the other mode (test or live): recorded, answered 2xx, not run. */
  OTHER_MODE
}
