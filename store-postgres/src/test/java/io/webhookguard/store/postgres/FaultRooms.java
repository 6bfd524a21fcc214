package io.webhookguard.store.postgres;

import io.webhookguard.api.error.GuardException;
import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.PostgresServer;
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

/** What the tests of faults need of PostgreSQL; the store may be seen through something else. */
final class FaultRooms {

  private FaultRooms() {}

  interface Killed extends KilledServerContract<PostgresServer> {

    /** The store that the test gets. */
    TransactionalStore seen(TransactionalStore right, Database database);

    @Override
    default PrivateServer<PostgresServer> start(Path folder) {
      return PostgresServer.startPrivate(folder);
    }

    @Override
    default Database freshDatabase(PostgresServer server) {
      return server.freshDatabase();
    }

    @Override
    default TransactionalStore open(Database database, int connections) {
      PostgresConfig config =
          PostgresOpening.at(database)
              .connections(connections)
              .statementTimeout(Duration.ofSeconds(2))
              .build();
      return seen(PostgresStore.open(config), database);
    }
  }

  /** A call is one request, which commits. */
  interface Lost extends LostRepliesContract {

    static CutOff site(BiFunction<TransactionalStore, Database, TransactionalStore> seen) {
      Database database = PostgresServer.shared().freshDatabase();
      PostgresStore.migrate(PostgresOpening.at(database).build());
      return CutOff.from(database, proxied -> seen.apply(open(proxied), proxied));
    }

    private static TransactionalStore open(Database database) {
      return PostgresStore.open(
          PostgresOpening.at(database).connections(1).migrateOnOpen(false).build());
    }

    @Override
    default void loseCommitOfACall(boolean happened) {
      site().loseNext(happened);
    }

    @Override
    default void loseCommitOfAnEffect(boolean happened) {
      site().lose("COMMIT", happened);
    }

    /** It is found dead by a call that was sent. */
    @Override
    default Class<? extends GuardException> onADeadConnection() {
      return OutcomeUnknownException.class;
    }
  }

  interface Ended extends EndedSessionsContract {

    /** An empty database. */
    static Database freshDatabase() {
      return PostgresServer.shared().freshDatabase();
    }

    /** A store on it. */
    static TransactionalStore open(Database database) {
      return PostgresStore.open(PostgresOpening.at(database).connections(2).build());
    }

    @Override
    default void holdLedger(Connection connection) throws SQLException {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("lock table guard_ledger in access exclusive mode");
      }
    }

    @Override
    default boolean endWaitingSessions() {
      return !database()
          .ask(
              "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname ="
                  + " current_database() and wait_event_type = 'Lock'")
          .equals("0");
    }

    /** A session that ends may have committed just before: only a look says whether it did. */
    @Override
    default Class<? extends GuardException> onAnEndedSession() {
      return OutcomeUnknownException.class;
    }
  }
}
