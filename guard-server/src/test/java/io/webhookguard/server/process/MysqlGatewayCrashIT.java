package io.webhookguard.server.process;

import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.MySqlServer;

/** Gateways on a database of a real MySQL server. */
final class MysqlGatewayCrashIT extends ServerGateways {

  @Override
  Database freshDatabase() {
    return MySqlServer.shared().freshDatabase();
  }
}
