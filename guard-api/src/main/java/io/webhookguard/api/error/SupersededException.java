package io.webhookguard.api.error;

/**
 * The claim is over: a newer claim holds the event, or it was settled otherwise. Thrown only where
 * the answer must undo a user's transaction; everywhere else it is an answer.
 */
public final class SupersededException extends GuardException {

  private static final long serialVersionUID = 1L;

  /** Says what happened in {@code message}: what, which, and what to do. */
  public SupersededException(String message) {
    super(message);
  }

  /** As {@link #SupersededException(String)}, with the failure underneath. */
  public SupersededException(String message, Throwable cause) {
    super(message, cause);
  }
}
