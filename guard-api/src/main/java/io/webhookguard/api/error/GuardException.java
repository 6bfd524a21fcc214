package io.webhookguard.api.error;

/**
 * The root of everything a port of the guard throws.
 *
 * <p>The tree is sealed, so that a caller can tell the cases apart completely: nothing happened
 * ({@link StoreUnavailableException}), it may have happened ({@link OutcomeUnknownException}), or a
 * retry cannot help (all others). Messages name what is wrong, which thing, and what to do; they
 * never carry a payload or a secret.
 */
public abstract sealed class GuardException extends RuntimeException
    permits ConfigurationException,
        CorruptStateException,
        OutcomeUnknownException,
        SchemaMismatchException,
        StoreUnavailableException,
        SupersededException {

  private static final long serialVersionUID = 1L;

  GuardException(String message) {
    super(message);
  }

  GuardException(String message, Throwable cause) {
    super(message, cause);
  }
}
