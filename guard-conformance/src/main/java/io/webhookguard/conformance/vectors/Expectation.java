package io.webhookguard.conformance.vectors;

/** What must come of a vector. */
public enum Expectation {
  /** The signature and the time are good. */
  VALID,
  /** The request is not authentic. */
  INVALID,
  /** The signature is good, the time too long ago. */
  STALE,
  /** The signature is good, the time too far ahead. */
  FUTURE,
  /** No source may have such a secret or setting; where it still can, the request is refused. */
  CONFIG_ERROR
}
