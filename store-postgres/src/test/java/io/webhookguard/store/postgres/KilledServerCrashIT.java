package io.webhookguard.store.postgres;

import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.PostgresServer;
import io.webhookguard.testsupport.servers.PrivateServer;
import io.webhookguard.testsupport.transactions.faults.KilledServerContract;
import java.nio.file.Path;
import java.time.Duration;

/** A PostgreSQL server is killed under load. */
final class KilledServerCrashIT implements KilledServerContract<PostgresServer> {

  @Override
  public PrivateServer<PostgresServer> start(Path folder) {
    return PostgresServer.startPrivate(folder);
  }

  @Override
  public Database freshDatabase(PostgresServer server) {
    return server.freshDatabase();
  }

  @Override
  public TransactionalStore open(Database database, int connections) {
    return PostgresStore.open(
        PostgresOpening.at(database)
            .connections(connections)
            .statementTimeout(Duration.ofSeconds(2))
            .build());
  }
}
