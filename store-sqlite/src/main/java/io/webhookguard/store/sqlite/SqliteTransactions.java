package io.webhookguard.store.sqlite;

import io.webhookguard.api.error.CorruptStateException;
import io.webhookguard.api.error.SupersededException;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.api.store.TransactionalEventStore;
import io.webhookguard.store.sql.internal.Fault;
import io.webhookguard.store.sql.internal.GuardedConnection;
import io.webhookguard.store.sql.internal.HandlerRun;
import io.webhookguard.store.sql.internal.HotStatements;
import io.webhookguard.store.sql.internal.SqlFailure;
import io.webhookguard.store.sql.internal.SqlFaults;
import io.webhookguard.store.sql.internal.StatementFiles;
import io.webhookguard.store.sql.internal.StoreClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/**
 * Settles in the transaction of the effect (TX).
 *
 * <p>Such a transaction holds the one write lock of the file from its first write, or from its
 * begin where the guard opens it, until it ends. All other writers wait for it, at most the busy
 * timeout: handlers in transactions must be short.
 */
final class SqliteTransactions implements TransactionalEventStore {

  /** What would change the connection that the guard goes on to use, or other files. */
  private static final Set<String> REFUSED = Set.of("pragma", "attach", "detach", "vacuum");

  private final SqliteWriter writer;
  private final StatementFiles files;
  private final StoreClock clock;
  private final SqlFaults faults;

  SqliteTransactions(
      SqliteWriter writer, StatementFiles files, StoreClock clock, SqlFaults faults) {
    this.writer = writer;
    this.files = files;
    this.clock = clock;
    this.faults = faults;
  }

  @Override
  public void settle(Connection connection, Settlement settlement) {
    try {
      if (connection.getAutoCommit()) {
        throw new IllegalArgumentException(
            "a settlement in a user's transaction needs a connection with auto-commit off");
      }
      settleOrRollBack(connection, settlement);
    } catch (SQLException e) {
      throw faults.nothingHappened(e);
    } catch (SqlFailure e) {
      throw faults.nothingHappened(e.failure());
    }
  }

  /** A claim that is over takes the transaction's effect with it (TX-2). */
  private void settleOrRollBack(Connection connection, Settlement settlement) throws SQLException {
    SupersededException superseded = null;
    try (HotStatements statements = new HotStatements(connection, files)) {
      settleNow(WriteSession.on(connection, statements, clock), settlement);
    } catch (SupersededException e) {
      superseded = e;
    }
    if (superseded != null) {
      connection.rollback();
      throw superseded;
    }
  }

  @Override
  public void inTransaction(Claim claim, Body body) throws SQLException {
    try {
      writer.<Boolean, SQLException>write(
          session -> {
            requireCurrent(session, claim);
            GuardedConnection guarded = new GuardedConnection(session.connection(), REFUSED);
            settleNow(session, HandlerRun.run(guarded, claim, body));
            return true;
          });
    } catch (CorruptStateException e) {
      throw refusedByTheUsersConstraint(e);
    }
  }

  /** A deferred constraint of the user's tables speaks at commit: that is the body's failure. */
  private SQLException refusedByTheUsersConstraint(CorruptStateException failure) {
    return SqlFaults.cause(failure)
        .filter(cause -> faults.classify(cause) == Fault.CONSTRAINT)
        .orElseThrow(() -> failure);
  }

  /**
   * Settles, or throws. The same settlement again is no success here, other than in a batch: the
   * effect that stands beside it in this transaction would happen a second time.
   */
  private static void settleNow(WriteSession session, Settlement settlement) {
    if (!Settlements.end(session, settlement)) {
      throw superseded(session, settlement.claim());
    }
  }

  /** Nobody can take the claim while the write lock is held, so the body need not run in vain. */
  private static void requireCurrent(WriteSession session, Claim claim) {
    if (ClaimStanding.find(session, claim.key()).filter(row -> row.isHeldBy(claim)).isEmpty()) {
      throw superseded(session, claim);
    }
  }

  private static SupersededException superseded(WriteSession session, Claim claim) {
    return new SupersededException(
        "claim "
            + claim.token()
            + " of event "
            + claim.key()
            + " is over, the newest is "
            + ClaimStanding.newestToken(session, claim.key())
            + ": its transaction is rolled back");
  }
}
