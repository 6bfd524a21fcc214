package io.webhookguard.store.mysql;

import io.webhookguard.store.sql.internal.Fault;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/**
 * What MySQL's and MariaDB's error numbers mean to the guard.
 *
 * <p>An error that the server sent for a statement inside a transaction has changed nothing once
 * the transaction is rolled back. Where the server has rolled it back itself (a deadlock), the same
 * holds.
 */
final class MysqlFaults {

  /** The transaction lost against others and nothing of it is left: made again, it may succeed. */
  private static final Set<Integer> LOST =
      Set.of(
          1205, // lock wait timeout
          1213, // deadlock
          1614, // rolled back by a deadlock inside a distributed transaction
          3101, // rolled back when a cluster certified its commit
          3572); // a row is locked and the statement was not to wait

  /** Somebody else put a row with this key there between a look and a write. */
  private static final int DUPLICATE_KEY = 1062;

  /**
   * The driver could not or would not log in: it sends no password to a server that asks for it
   * without TLS (caching_sha2_password), and takes no connection without TLS if it must have it.
   */
  private static final String NO_LOGIN = "08001";

  /** The statement took longer than its session allows; made again, it would take as long. */
  private static final int STATEMENT_TIMEOUT = 3024;

  private static final Set<Integer> FULL = Set.of(1021, 1026, 1114, 3675);
  private static final Set<Integer> READ_ONLY =
      Set.of(1142, 1143, 1227, 1290, 1370, 1419, 1792, 1836);
  private static final Set<Integer> LOGIN = Set.of(1045, 1130, 1698, 3118);
  private static final Set<Integer> CANNOT_OPEN = Set.of(1044, 1049);
  private static final Set<Integer> CORRUPT = Set.of(1034, 1194, 1195, 1712);
  private static final Set<Integer> SCHEMA = Set.of(1054, 1109, 1146, 1412);
  private static final Set<Integer> CONSTRAINT =
      Set.of(1048, 1062, 1264, 1364, 1366, 1406, 1451, 1452, 1644, 3819, 4025);

  private MysqlFaults() {}

  /** The fault that the number stands for. */
  static Fault classify(SQLException failure) {
    int code = failure.getErrorCode();
    if (code == 0) {
      return ofDriver(failure);
    }
    if (LOST.contains(code) || code == STATEMENT_TIMEOUT) {
      return Fault.BUSY;
    }
    if (FULL.contains(code)) {
      return Fault.FULL;
    }
    if (READ_ONLY.contains(code)) {
      return Fault.READ_ONLY;
    }
    if (LOGIN.contains(code)) {
      return Fault.LOGIN;
    }
    if (CANNOT_OPEN.contains(code)) {
      return Fault.CANNOT_OPEN;
    }
    if (CORRUPT.contains(code)) {
      return Fault.CORRUPT;
    }
    if (SCHEMA.contains(code)) {
      return Fault.SCHEMA;
    }
    return CONSTRAINT.contains(code) ? Fault.CONSTRAINT : Fault.UNAVAILABLE;
  }

  /** A pool that has no connection left says so without a number of the server. */
  private static Fault ofDriver(SQLException failure) {
    if (failure.getCause() instanceof SQLException cause
        && (cause.getErrorCode() != 0 || isNoLogin(cause))) {
      return classify(cause);
    }
    if (isNoLogin(failure)) {
      return Fault.NO_LOGIN;
    }
    boolean waitedInVain =
        failure instanceof SQLTransientConnectionException
            || failure instanceof SQLTimeoutException;
    return waitedInVain ? Fault.BUSY : Fault.UNAVAILABLE;
  }

  private static boolean isNoLogin(SQLException failure) {
    return NO_LOGIN.equals(failure.getSQLState());
  }

  /** Whether a transaction that failed so may succeed when it is made again. */
  static boolean mayBeMadeAgain(SQLException failure) {
    return LOST.contains(failure.getErrorCode()) || isDuplicateKey(failure);
  }

  /** Whether a row with the same key was there. */
  static boolean isDuplicateKey(SQLException failure) {
    return failure.getErrorCode() == DUPLICATE_KEY;
  }

  /** Whether a commit that failed so is known not to have happened. */
  static boolean isCertainlyNotCommitted(SQLException failure) {
    return failure.getErrorCode() == 1213 || failure.getErrorCode() == 3101;
  }
}
