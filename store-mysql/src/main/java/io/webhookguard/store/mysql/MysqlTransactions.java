package io.webhookguard.store.mysql;

import io.webhookguard.api.error.SupersededException;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.api.store.TransactionalEventStore;
import io.webhookguard.store.sql.internal.GuardedConnection;
import io.webhookguard.store.sql.internal.HandlerRun;
import io.webhookguard.store.sql.internal.HotStatements;
import io.webhookguard.store.sql.internal.SqlFailure;
import io.webhookguard.store.sql.internal.SqlFaults;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Settles in the transaction of the effect (TX).
 *
 * <p>Such a transaction holds the rows of its claim and its event from the settlement on, and no
 * row of a lane: admissions and other claims go on. Its reads of the claim are locking reads, which
 * see what is newest under any isolation level.
 */
final class MysqlTransactions implements TransactionalEventStore {

  /** Statements that commit what is open, or that change the connection for those who come next. */
  private static final Set<String> REFUSED =
      Set.of(
          "alter",
          "analyze",
          "cache",
          "change",
          "check",
          "checksum",
          "create",
          "drop",
          "flush",
          "grant",
          "handler",
          "import",
          "install",
          "load",
          "lock",
          "optimize",
          "rename",
          "repair",
          "reset",
          "revoke",
          "set",
          "shutdown",
          "stop",
          "truncate",
          "uninstall",
          "unlock",
          "use",
          "xa");

  private final Connections connections;
  private final SqlFaults faults;

  MysqlTransactions(Connections connections) {
    this.connections = connections;
    this.faults = connections.faults();
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
    try {
      settleNow(connection, settlement);
    } catch (SupersededException e) {
      connection.rollback();
      throw e;
    }
  }

  @Override
  public void inTransaction(Claim claim, Body body) throws SQLException {
    try (Connection connection = opened()) {
      boolean autoCommit = begin(connection);
      try {
        run(connection, claim, body);
      } finally {
        end(connection, autoCommit);
      }
    }
  }

  private Connection opened() {
    try {
      return connections.open();
    } catch (SQLException e) {
      throw faults.nothingHappened(e);
    }
  }

  /** With auto-commit off, whatever follows an end that nobody saw is rolled back too. */
  private boolean begin(Connection connection) {
    try {
      boolean autoCommit = connection.getAutoCommit();
      try (Statement statement = connection.createStatement()) {
        statement.execute("set transaction isolation level read committed");
      }
      connection.setAutoCommit(false);
      return autoCommit;
    } catch (SQLException e) {
      throw faults.nothingHappened(e);
    }
  }

  private void run(Connection connection, Claim claim, Body body) throws SQLException {
    Marker marker;
    try {
      marker = Marker.write(connection, connections);
      requireCurrent(connection, claim);
    } catch (SqlFailure e) {
      throw faults.nothingHappened(e.failure());
    }
    Settlement settlement = HandlerRun.run(new GuardedConnection(connection, REFUSED), claim, body);
    marker.requireThere();
    try {
      settleNow(connection, settlement);
    } catch (SqlFailure e) {
      throw faults.nothingHappened(e.failure());
    }
    commit(connection);
  }

  private void commit(Connection connection) {
    try {
      connection.commit();
    } catch (SQLException e) {
      throw MysqlFaults.isCertainlyNotCommitted(e)
          ? faults.nothingHappened(e)
          : faults.commitFailed(e);
    }
  }

  /** What was not committed goes; the connection is given back as it came. */
  private static void end(Connection connection, boolean autoCommit) {
    try {
      connection.rollback();
      connection.setAutoCommit(autoCommit);
    } catch (SQLException e) {
      Connections.rollBack(connection);
    }
  }

  /** Nobody runs a body for a claim that is over, though it may be over when the body returns. */
  private void requireCurrent(Connection connection, Claim claim) {
    try (HotStatements statements = new HotStatements(connection, connections.files())) {
      Standing standing = Standing.of(statements, List.of(claim)).get(0);
      if (!standing.current()) {
        throw superseded(claim, standing.newestToken());
      }
    }
  }

  /**
   * Settles, or throws. The same settlement again is no success here, other than in a batch: the
   * effect that stands beside it in this transaction would happen a second time.
   */
  private void settleNow(Connection connection, Settlement settlement) {
    Claim claim = settlement.claim();
    try (HotStatements statements = new HotStatements(connection, connections.files())) {
      WriteSession session =
          WriteSession.on(connection, statements, connections.files(), connections.clock());
      Optional<ClaimRow> row =
          session
              .call(MysqlStatement.LOCK_CLAIM)
              .bind("token", claim.token().value())
              .first(ClaimRow::read)
              .filter(locked -> locked.is(claim));
      if (row.isEmpty()) {
        throw superseded(claim, Standing.of(session, List.of(claim)).get(0).newestToken());
      }
      EndedClaims.writeForUser(session, new EndedClaims.Ending(row.get(), settlement));
    }
  }

  private static SupersededException superseded(Claim claim, long newest) {
    return new SupersededException(
        "claim "
            + claim.token()
            + " of event "
            + claim.key()
            + " is over, the newest is "
            + newest
            + ": its transaction is rolled back");
  }
}
