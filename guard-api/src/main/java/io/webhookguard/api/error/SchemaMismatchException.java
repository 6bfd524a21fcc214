package io.webhookguard.api.error;

/** The schema of the store is older or newer than this version of the guard can use. */
public final class SchemaMismatchException extends GuardException {

  private static final long serialVersionUID = 1L;

  /** Says what happened in {@code message}: what, which, and what to do. */
  public SchemaMismatchException(String message) {
    super(message);
  }

  /** As {@link #SchemaMismatchException(String)}, with the failure underneath. */
  public SchemaMismatchException(String message, Throwable cause) {
    super(message, cause);
  }
}
