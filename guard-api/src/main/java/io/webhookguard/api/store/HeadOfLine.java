package io.webhookguard.api.store;

/** What a FAILED event does to its lane. */
public enum HeadOfLine {
  /** It holds its lane until it is retried, confirmed or discarded. */
  BLOCK,
  /** Later events go on. */
  SKIP_DEAD
}
