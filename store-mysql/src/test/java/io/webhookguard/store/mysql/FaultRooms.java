package io.webhookguard.store.mysql;

import io.webhookguard.api.error.GuardException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.MySqlServer;
import io.webhookguard.testsupport.servers.PrivateServer;
import io.webhookguard.testsupport.transactions.faults.CutOff;
import io.webhookguard.testsupport.transactions.faults.EndedSessionsContract;
import io.webhookguard.testsupport.transactions.faults.KilledServerContract;
import io.webhookguard.testsupport.transactions.faults.LostRepliesContract;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.BiFunction;

/** What the tests of faults need of MySQL; the store may be seen through something else. */
final class FaultRooms {

  private FaultRooms() {}

  interface Killed extends KilledServerContract<MySqlServer> {

    /** The store that the test gets. */
    TransactionalStore seen(TransactionalStore right, Database database);

    @Override
    default PrivateServer<MySqlServer> start(Path folder) {
      return MySqlServer.startPrivate(folder);
    }

    @Override
    default Database freshDatabase(MySqlServer server) {
      return server.freshDatabase();
    }

    @Override
    default TransactionalStore open(Database database, int connections) {
      MysqlConfig config =
          MysqlOpening.at(database)
              .connections(connections)
              .statementTimeout(Duration.ofSeconds(2))
              .build();
      return seen(MysqlStore.open(config), database);
    }
  }

  /** A call is a transaction, which ends with a commit. */
  interface Lost extends LostRepliesContract {

    /** The statement behind the head of a request, which {@code set autocommit} is not. */
    String COMMIT = "\u0001commit";

    static CutOff site(BiFunction<TransactionalStore, Database, TransactionalStore> seen) {
      Database database = MySqlServer.shared().freshDatabase();
      MysqlStore.migrate(MysqlOpening.at(database).build());
      return CutOff.from(database, proxied -> seen.apply(open(proxied), proxied));
    }

    private static TransactionalStore open(Database database) {
      return MysqlStore.open(MysqlOpening.at(database).connections(1).migrateOnOpen(false).build());
    }

    @Override
    default void loseCommitOfACall(boolean happened) {
      site().lose(COMMIT, happened);
    }

    @Override
    default void loseCommitOfAnEffect(boolean happened) {
      site().lose(COMMIT, happened);
    }

    /** It is found dead before anything was written. */
    @Override
    default Class<? extends GuardException> onADeadConnection() {
      return StoreUnavailableException.class;
    }
  }

  interface Ended extends EndedSessionsContract {

    /** An empty database. */
    static Database freshDatabase() {
      return MySqlServer.shared().freshDatabase();
    }

    /** A store on it. */
    static TransactionalStore open(Database database) {
      return MysqlStore.open(MysqlOpening.at(database).connections(2).build());
    }

    @Override
    default void holdLedger(Connection connection) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.execute("lock tables guard_ledger write");
      }
    }

    @Override
    default boolean endWaitingSessions() {
      String waiting =
          " from information_schema.processlist where db = '"
              + database().name()
              + "' and state like 'Waiting for table%'";
      if (database().ask("select count(*)" + waiting).equals("0")) {
        return false;
      }
      database().run("kill " + database().ask("select min(id)" + waiting));
      return true;
    }

    /** Before its commit nothing can have happened. */
    @Override
    default Class<? extends GuardException> onAnEndedSession() {
      return StoreUnavailableException.class;
    }
  }
}
