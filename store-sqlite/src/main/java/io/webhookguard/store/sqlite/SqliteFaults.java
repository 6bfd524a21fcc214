package io.webhookguard.store.sqlite;

import io.webhookguard.store.sql.internal.Fault;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * What SQLite's primary result codes mean to the guard.
 *
 * <p>Code 1 covers all that does not compile. The guard's statements are fixed and tested, so what
 * they name is missing.
 */
final class SqliteFaults {

  // The primary codes of sqlite3.h; the driver hands them out as vendor codes.
  private static final int ERROR = 1;
  private static final int PERM = 3;
  private static final int BUSY = 5;
  private static final int LOCKED = 6;
  private static final int READONLY = 8;
  private static final int CORRUPT = 11;
  private static final int FULL = 13;
  private static final int CANTOPEN = 14;
  private static final int CONSTRAINT = 19;
  private static final int AUTH = 23;
  private static final int NOTADB = 26;

  private SqliteFaults() {}

  /**
   * The fault that the code stands for. The driver cuts extended codes to their primary one; the
   * one that counts apart is that of a file which was replaced under the store.
   */
  static Fault classify(SQLException failure) {
    if (failure instanceof SQLiteException sqlite
        && sqlite.getResultCode() == SQLiteErrorCode.SQLITE_READONLY_DBMOVED) {
      return Fault.CANNOT_OPEN;
    }
    return switch (failure.getErrorCode() & 0xff) {
      case ERROR -> Fault.SCHEMA;
      case BUSY, LOCKED -> Fault.BUSY;
      case READONLY -> Fault.READ_ONLY;
      case CORRUPT -> Fault.CORRUPT;
      case FULL -> Fault.FULL;
      case PERM, CANTOPEN, AUTH -> Fault.CANNOT_OPEN;
      case CONSTRAINT -> Fault.CONSTRAINT;
      case NOTADB -> Fault.WRONG_KIND;
      default -> Fault.UNAVAILABLE;
    };
  }
}
