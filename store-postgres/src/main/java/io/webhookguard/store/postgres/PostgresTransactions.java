package io.webhookguard.store.postgres;

import io.webhookguard.api.error.SupersededException;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.SettleAnswer;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.api.store.TransactionalEventStore;
import io.webhookguard.store.sql.internal.GuardedConnection;
import io.webhookguard.store.sql.internal.HandlerRun;
import io.webhookguard.store.sql.internal.HotStatements;
import io.webhookguard.store.sql.internal.SqlArray;
import io.webhookguard.store.sql.internal.SqlFailure;
import io.webhookguard.store.sql.internal.StatementFiles;
import io.webhookguard.store.sql.internal.StoreClock;
import io.webhookguard.store.sql.internal.StoredKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Settles in the transaction of the effect (TX).
 *
 * <p>Such a transaction holds the rows of its claim and its event until it ends, and nothing that
 * an admission needs. Between the start of a handler and its settlement nothing is held: its claim
 * is renewed meanwhile, and its steps are recorded on other connections.
 */
final class PostgresTransactions implements TransactionalEventStore {

  /**
   * What would change the session that the guard goes on to use, or end its transaction in ways the
   * guard does not see.
   */
  private static final Set<String> REFUSED =
      Set.of("set", "reset", "discard", "listen", "prepare", "deallocate");

  private final PostgresDatabase database;
  private final StatementFiles files;
  private final StoreClock clock;

  PostgresTransactions(PostgresDatabase database, StatementFiles files, StoreClock clock) {
    this.database = database;
    this.files = files;
    this.clock = clock;
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
      throw database.faults().nothingHappened(e);
    } catch (SqlFailure e) {
      throw database.faults().nothingHappened(e.failure());
    }
  }

  /** A claim that is over takes the transaction's effect with it (TX-2). */
  private void settleOrRollBack(Connection connection, Settlement settlement) throws SQLException {
    try {
      use(connection, statements -> settleNow(statements, settlement));
    } catch (SupersededException e) {
      connection.rollback();
      throw e;
    }
  }

  /** Nothing but the guard's own statements may run in here. */
  private void use(Connection connection, Consumer<HotStatements> work) throws SQLException {
    FreshPlans.during(
        connection,
        () -> {
          try (HotStatements statements = new HotStatements(connection, files)) {
            work.accept(statements);
          }
        });
  }

  /**
   * Settles, or throws. The claim is waited for first, because the batched statement would skip it.
   * The same settlement again is no success here, other than in a batch: the effect that stands
   * beside it in this transaction would happen a second time.
   */
  private void settleNow(HotStatements statements, Settlement settlement) {
    statements
        .call(PostgresStatement.LOCK_CLAIMS)
        .bind("tokens", SqlArray.longs(List.of(settlement), it -> it.claim().token().value()))
        .list(row -> row.number("token"));
    Settlements.End end = Settlements.end(statements, clock, List.of(settlement), true).get(0);
    if (!end.now()) {
      throw superseded(settlement.claim(), end.answer());
    }
  }

  private static SupersededException superseded(Claim claim, SettleAnswer answer) {
    String newest =
        answer instanceof SettleAnswer.Superseded other
            ? ", the newest is " + other.newestToken()
            : "";
    return new SupersededException(
        "claim "
            + claim.token()
            + " of event "
            + claim.key()
            + " is over"
            + newest
            + ": its transaction is rolled back");
  }

  @Override
  public void inTransaction(Claim claim, Body body) throws SQLException {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      boolean done = false;
      try {
        use(connection, statements -> requireCurrent(statements, claim));
        GuardedConnection guarded = new GuardedConnection(connection, REFUSED);
        Settlement settlement = HandlerRun.run(guarded, claim, body);
        use(connection, statements -> settleNow(statements, settlement));
        done = true;
      } finally {
        if (!done) {
          PostgresDatabase.rollBack(connection);
        }
      }
      commit(connection);
    } catch (SqlFailure e) {
      throw database.faults().nothingHappened(e.failure());
    }
  }

  /** A deferred constraint of the user's tables speaks at commit: that is the body's failure. */
  private void commit(Connection connection) throws SQLException {
    try {
      connection.commit();
    } catch (SQLException e) {
      if (!PostgresFaults.isRefusal(e)) {
        throw database.faults().commitFailed(e);
      }
      PostgresDatabase.rollBack(connection);
      throw e;
    }
    connection.setAutoCommit(true);
  }

  /** Nothing is held by this look: it only saves running a body in vain. */
  private static void requireCurrent(HotStatements statements, Claim claim) {
    boolean current =
        statements
            .call(PostgresStatement.CLAIM_IS_CURRENT)
            .bind("key", StoredKey.of(claim.key()))
            .bind("token", claim.token().value())
            .first(row -> row.flag("current"))
            .orElse(false);
    if (!current) {
      throw new SupersededException(
          "claim " + claim.token() + " of event " + claim.key() + " is over: it was not run");
    }
  }
}
