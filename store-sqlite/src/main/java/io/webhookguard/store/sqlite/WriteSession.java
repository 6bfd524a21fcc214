package io.webhookguard.store.sqlite;

import io.webhookguard.store.sql.internal.HotStatements;
import io.webhookguard.store.sql.internal.StatementName;
import io.webhookguard.store.sql.internal.StoreClock;
import java.sql.Connection;

/**
 * One write transaction: its statements and its time.
 *
 * <p>The time is read once, after the write lock was taken: all of a batch happens at one moment,
 * and a process that waited long for its turn does not judge leases by an old one (ES-33).
 */
final class WriteSession {

  private final Connection connection;
  private final HotStatements statements;
  private final long now;

  private WriteSession(Connection connection, HotStatements statements, long now) {
    this.connection = connection;
    this.statements = statements;
    this.now = now;
  }

  /** A session on a connection whose transaction is open, the guard's or a user's. */
  static WriteSession on(Connection connection, HotStatements statements, StoreClock clock) {
    return new WriteSession(connection, statements, readNow(statements, clock));
  }

  private static long readNow(HotStatements statements, StoreClock clock) {
    return statements
        .call(SqliteStatement.NOW)
        .bind("now", clock.givenMillis())
        .first(row -> row.number("now"))
        .orElseThrow();
  }

  HotStatements.Call call(StatementName name) {
    return statements.call(name);
  }

  /** The transaction's time, in milliseconds since 1970. */
  long now() {
    return now;
  }

  Connection connection() {
    return connection;
  }

  /** Takes numbers that were never given before and returns the one before the first. */
  long takeSerials(int count) {
    long last =
        call(SqliteStatement.TAKE_SERIALS)
            .bind("count", count)
            .first(row -> row.number("value"))
            .orElseThrow();
    return last - count;
  }
}
