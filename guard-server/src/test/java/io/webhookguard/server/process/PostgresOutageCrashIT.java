package io.webhookguard.server.process;

import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.PostgresServer;
import io.webhookguard.testsupport.servers.PrivateServer;
import java.nio.file.Path;

/** A gateway whose PostgreSQL server is killed and comes back. */
final class PostgresOutageCrashIT extends ServerOutages<PostgresServer> {

  @Override
  PrivateServer<PostgresServer> start(Path empty) {
    return PostgresServer.startPrivate(empty);
  }

  @Override
  Database freshDatabase(PostgresServer server) {
    return server.freshDatabase();
  }
}
