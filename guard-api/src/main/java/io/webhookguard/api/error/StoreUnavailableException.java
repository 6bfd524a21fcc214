package io.webhookguard.api.error;

/** The store could not be asked, and certainly nothing was changed: repeating the call is safe. */
public final class StoreUnavailableException extends GuardException {

  private static final long serialVersionUID = 1L;

  /** Says what happened in {@code message}: what, which, and what to do. */
  public StoreUnavailableException(String message) {
    super(message);
  }

  /** As {@link #StoreUnavailableException(String)}, with the failure underneath. */
  public StoreUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
