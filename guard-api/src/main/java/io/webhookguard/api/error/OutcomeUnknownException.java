package io.webhookguard.api.error;

/**
 * The call was sent and its reply was lost: it may or may not have happened. Ask about the
 * caller-made id (delivery, claim, token) before anything is sent again; never treat it as a
 * failure.
 */
public final class OutcomeUnknownException extends GuardException {

  private static final long serialVersionUID = 1L;

  /** Says what happened in {@code message}: what, which, and what to do. */
  public OutcomeUnknownException(String message) {
    super(message);
  }

  /** As {@link #OutcomeUnknownException(String)}, with the failure underneath. */
  public OutcomeUnknownException(String message, Throwable cause) {
    super(message, cause);
  }
}
