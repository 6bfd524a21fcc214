package io.webhookguard.store.postgres;

import io.webhookguard.store.sql.internal.Fault;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What PostgreSQL's SQLStates mean to the guard (appendix A of its manual). */
final class PostgresFaults {

  private static final Set<String> MADE_AGAIN = Set.of("40001", "40P01");

  /** Division by zero: how the admission says that a twin came between. */
  private static final String TWIN = "22012";

  /** cannot_connect_now. */
  private static final String STARTING = "57P03";

  /** lock_not_available. */
  private static final String HELD = "55P03";

  /** Severities as servers without a language of their own write them. */
  private static final Set<String> END_OF_SESSION = Set.of("FATAL", "PANIC");

  private PostgresFaults() {}

  /** The fault that the state stands for. */
  static Fault classify(SQLException failure) {
    String state = state(failure);
    return switch (state) {
      case "25006" -> Fault.READ_ONLY;
      // 08004: the server answered, and the driver has no password or no method for it.
      case "28000", "28P01", "08004" -> Fault.LOGIN;
      case "3D000" -> Fault.CANNOT_OPEN;
      case "42501" -> Fault.FORBIDDEN;
      case "42P01", "42703", "42704", "3F000", "42883" -> Fault.SCHEMA;
      case "53100" -> Fault.FULL;
      case "55P03", "57014", "40001", "40P01", "53300" -> Fault.BUSY;
      case "XX001", "XX002" -> Fault.CORRUPT;
      default -> state.startsWith("23") ? Fault.CONSTRAINT : Fault.UNAVAILABLE;
    };
  }

  /**
   * Whether the server has said that the statement failed. It then rolled it back. A session that
   * it ends (FATAL) may have committed before: whoever waits for a standby is ended behind the
   * commit.
   *
   * <p>The severity is a word in the server's language. What tells the two apart in all of them is
   * that the driver finds the connection at its end right behind the message.
   */
  static boolean isRefusal(SQLException failure) {
    return failure instanceof PSQLException said
        && said.getServerErrorMessage() != null
        && !isEndOfSession(said.getServerErrorMessage())
        && !isConnectionLost(failure.getNextException());
  }

  private static boolean isEndOfSession(@Nullable ServerErrorMessage message) {
    return message != null && END_OF_SESSION.contains(String.valueOf(message.getSeverity()));
  }

  private static boolean isConnectionLost(@Nullable SQLException next) {
    return next != null
        && (state(next).startsWith("08") || isConnectionLost(next.getNextException()));
  }

  /**
   * Whether it was the victim of a deadlock or a conflict: nothing happened, it may be repeated.
   *
   * <p>At once, without a pause of random length: of those that met, the server ends one and lets
   * the others go on, and whoever comes again waits in line for the rows that they hold. So two
   * that met do not go on ending each other.
   */
  static boolean isMadeAgain(SQLException failure) {
    return MADE_AGAIN.contains(state(failure)) && isRefusal(failure);
  }

  /** Whether a twin of one of its arrivals was admitted while an admission ran. */
  static boolean isTwin(SQLException failure) {
    return state(failure).equals(TWIN) && isRefusal(failure);
  }

  /** Whether it waited for a row for as long as it may. */
  static boolean isHeld(SQLException failure) {
    return state(failure).equals(HELD);
  }

  /** Whether the server does not take connections yet, and soon will. */
  static boolean isStarting(SQLException failure) {
    return state(failure).equals(STARTING);
  }

  private static String state(SQLException failure) {
    String state = failure.getSQLState();
    return state == null ? "" : state;
  }
}
