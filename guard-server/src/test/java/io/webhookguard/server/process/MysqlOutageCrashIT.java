package io.webhookguard.server.process;

import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.MySqlServer;
import io.webhookguard.testsupport.servers.PrivateServer;
import java.nio.file.Path;

/** A gateway whose MySQL server is killed and comes back. */
final class MysqlOutageCrashIT extends ServerOutages<MySqlServer> {

  @Override
  PrivateServer<MySqlServer> start(Path empty) {
    return MySqlServer.startPrivate(empty);
  }

  @Override
  Database freshDatabase(MySqlServer server) {
    return server.freshDatabase();
  }
}
