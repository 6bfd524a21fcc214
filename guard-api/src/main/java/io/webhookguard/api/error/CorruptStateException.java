package io.webhookguard.api.error;

/**
 * What was read back cannot have been written by the guard. Nothing is repaired by itself: a person
 * must look.
 */
public final class CorruptStateException extends GuardException {

  private static final long serialVersionUID = 1L;

  /** Says what happened in {@code message}: what, which, and what to do. */
  public CorruptStateException(String message) {
    super(message);
  }

  /** As {@link #CorruptStateException(String)}, with the failure underneath. */
  public CorruptStateException(String message, Throwable cause) {
    super(message, cause);
  }
}
