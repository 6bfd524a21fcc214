package io.webhookguard.store.mysql;

import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.MySqlServer;
import io.webhookguard.testsupport.servers.PrivateServer;
import io.webhookguard.testsupport.transactions.faults.KilledServerContract;
import java.nio.file.Path;
import java.time.Duration;

/** A MySQL server is killed under load. */
final class KilledServerCrashIT implements KilledServerContract<MySqlServer> {

  @Override
  public PrivateServer<MySqlServer> start(Path folder) {
    return MySqlServer.startPrivate(folder);
  }

  @Override
  public Database freshDatabase(MySqlServer server) {
    return server.freshDatabase();
  }

  @Override
  public TransactionalStore open(Database database, int connections) {
    return MysqlStore.open(
        MysqlOpening.at(database)
            .connections(connections)
            .statementTimeout(Duration.ofSeconds(2))
            .build());
  }
}
