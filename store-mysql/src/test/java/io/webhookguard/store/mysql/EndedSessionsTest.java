package io.webhookguard.store.mysql;

import io.webhookguard.api.error.GuardException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.MySqlServer;
import io.webhookguard.testsupport.transactions.faults.EndedSessionsContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A MySQL server ends sessions in the middle of statements. */
final class EndedSessionsTest implements EndedSessionsContract {

  private final Database database = MySqlServer.shared().freshDatabase();
  private final TransactionalStore store =
      MysqlStore.open(MysqlOpening.at(database).connections(2).build());

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
    try (Statement statement = connection.createStatement()) {
      statement.execute("lock tables guard_ledger write");
    }
  }

  @Override
  public boolean endWaitingSessions() {
    String waiting =
        " from information_schema.processlist where db = '"
            + database.name()
            + "' and state like 'Waiting for table%'";
    if (database.ask("select count(*)" + waiting).equals("0")) {
      return false;
    }
    database.run("kill " + database.ask("select min(id)" + waiting));
    return true;
  }

  /** Before its commit nothing can have happened. */
  @Override
  public Class<? extends GuardException> onAnEndedSession() {
    return StoreUnavailableException.class;
  }
}
