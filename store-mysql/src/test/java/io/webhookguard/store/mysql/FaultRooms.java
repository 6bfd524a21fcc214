package io.webhookguard.store.mysql;

import io.webhookguard.api.error.GuardException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.MySqlServer;
import io.webhookguard.testsupport.servers.PrivateServer;
import io.webhookguard.testsupport.transactions.faults.CutOff;
import io.webhookguard.testsupport.transactions.faults.KilledServerContract;
import io.webhookguard.testsupport.transactions.faults.LostRepliesContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;

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

    static CutOff site(UnaryOperator<TransactionalStore> seen) {
      Database database = MySqlServer.shared().freshDatabase();
      MysqlStore.migrate(MysqlOpening.at(database).build());
      return CutOff.from(database, proxied -> seen.apply(open(proxied)));
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
}
