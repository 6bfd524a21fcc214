package io.webhookguard.server.process;

import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.PostgresServer;

/** Gateways on a database of a real PostgreSQL server. */
final class PostgresGatewayCrashIT extends ServerGateways {

  @Override
  Database freshDatabase() {
    return PostgresServer.shared().freshDatabase();
  }
}
