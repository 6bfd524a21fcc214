package io.webhookguard.store.postgres;

import io.webhookguard.api.error.GuardException;
import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.PostgresServer;
import io.webhookguard.testsupport.transactions.faults.EndedSessionsContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A PostgreSQL server ends sessions in the middle of statements. */
final class EndedSessionsTest implements EndedSessionsContract {

  private final Database database = PostgresServer.shared().freshDatabase();
  private final TransactionalStore store =
      PostgresStore.open(PostgresOpening.at(database).connections(2).build());

  @Override
  public Database database() {
    return database;
  }

  @Override
  public TransactionalStore store() {
    return store;
  }

  @Override
  public void holdLedger(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("lock table guard_ledger in access exclusive mode");
    }
  }

  @Override
  public boolean endWaitingSessions() {
    return !database
        .ask(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname ="
                + " current_database() and wait_event_type = 'Lock'")
        .equals("0");
  }

  /** A session that ends may have committed just before: only a look says whether it did. */
  @Override
  public Class<? extends GuardException> onAnEndedSession() {
    return OutcomeUnknownException.class;
  }
}
