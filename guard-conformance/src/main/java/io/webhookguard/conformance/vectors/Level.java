package io.webhookguard.conformance.vectors;

/** How widely a vector is agreed upon. */
public enum Level {
  /** Every correct verifier agrees. */
  MUST,
  /** The vendors' own libraries differ; the guard asks for the stricter reading. */
  SHOULD
}
