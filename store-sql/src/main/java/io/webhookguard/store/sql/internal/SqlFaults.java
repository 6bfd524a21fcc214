package io.webhookguard.store.sql.internal;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.error.CorruptStateException;
import io.webhookguard.api.error.GuardException;
import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.SchemaMismatchException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.event.Names;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Function;

/**
 * Turns what a driver throws into the guard's exceptions. The one place where that is decided, by
 * SQLState and vendor code and never by message.
 */
public final class SqlFaults {

  private final Function<SQLException, Fault> codes;

  /** What a server says of a right that is missing names the user and the table. */
  private static final int MOST_SERVER_WORDS = 200;

  private final String place;

  /**
   * Faults of one store.
   *
   * @param codes the dialect's reading of its codes
   * @param place names the database in messages; must hold no password
   */
  public SqlFaults(Function<SQLException, Fault> codes, String place) {
    this.codes = codes;
    this.place = place;
  }

  /** Names the database in messages. */
  public String place() {
    return place;
  }

  /** What the codes say. */
  public Fault classify(SQLException failure) {
    return codes.apply(failure);
  }

  /**
   * The exception for a failure after which everything was rolled back. What does not come from the
   * driver stays as it is.
   */
  public RuntimeException nothingHappened(RuntimeException failure) {
    if (failure instanceof GuardException) {
      return failure;
    }
    return cause(failure).<RuntimeException>map(this::nothingHappened).orElse(failure);
  }

  /** As {@link #nothingHappened(RuntimeException)}, for what the driver threw itself. */
  public GuardException nothingHappened(SQLException failure) {
    return switch (codes.apply(failure)) {
      case BUSY ->
          new StoreUnavailableException(
              place + " is busy: another writer held it for too long; try again", failure);
      case FULL ->
          new StoreUnavailableException(
              place + " has no space left: free some on its disk, then try again", failure);
      case READ_ONLY ->
          new ConfigurationException(
              place
                  + " cannot be written: give this user the right to write it, or connect to the"
                  + " primary if this is a copy",
              failure);
      case CANNOT_OPEN ->
          new ConfigurationException(
              place + " cannot be opened: check that it exists and this user may use it", failure);
      case LOGIN ->
          new ConfigurationException(
              place
                  + " refused the login: check user and password, and that this user may connect"
                  + " from here",
              failure);
      case NO_LOGIN ->
          new ConfigurationException(
              place
                  + " and its driver found no way to log in that both allow: where the server has"
                  + " TLS, set sslMode=REQUIRED in the URL; where it has none, on a network that you"
                  + " trust, allowPublicKeyRetrieval=true",
              failure);
      case FORBIDDEN ->
          new ConfigurationException(
              place
                  + " lets this user not do all that the guard needs ("
                  + Names.printable(String.valueOf(failure.getMessage()), MOST_SERVER_WORDS)
                  + "): grant it the rights of docs/operations.md",
              failure);
      case WRONG_KIND ->
          new ConfigurationException(
              place + " is something else than the guard's database: name another", failure);
      case CORRUPT ->
          new CorruptStateException(
              place + " is damaged: stop all writers and restore it from a backup", failure);
      case SCHEMA ->
          new SchemaMismatchException(
              place + " lacks tables that this guard needs: run migrate", failure);
      case CONSTRAINT ->
          new CorruptStateException(
              place + " refused a write that breaks its rules: a person must look", failure);
      case UNAVAILABLE ->
          new StoreUnavailableException(
              place
                  + " did not answer ("
                  + codesOf(failure)
                  + "): check that it runs and can be reached, then try again",
              failure);
    };
  }

  /** The exception for a commit that was sent and that failed or was not answered. */
  public GuardException commitFailed(SQLException failure) {
    return new OutcomeUnknownException(
        place
            + " did not confirm a commit ("
            + codesOf(failure)
            + "): ask by the call's ids whether it happened",
        failure);
  }

  private static String codesOf(SQLException failure) {
    return "SQLState " + failure.getSQLState() + ", code " + failure.getErrorCode();
  }

  /** The driver's exception that a failure was caused by. */
  public static Optional<SQLException> cause(Throwable failure) {
    Throwable at = failure;
    for (int depth = 0; at != null && depth < 16; depth++) {
      if (at instanceof SQLException sql) {
        return Optional.of(sql);
      }
      at = at.getCause();
    }
    return Optional.empty();
  }
}
