package io.webhookguard.torture.stage;

import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.MySqlServer;
import io.webhookguard.testsupport.servers.PostgresServer;
import io.webhookguard.testsupport.servers.PrivateServer;
import io.webhookguard.testsupport.servers.RedisServer;
import io.webhookguard.torture.plan.StoreKind;
import java.nio.file.Path;

/** Opens the site of a store. */
public final class Sites {

  private Sites() {}

  /** Starts what the store needs, with a proxy for each slot where there is a network. */
  public static Site of(StoreKind kind, Path folder, int slots) {
    return switch (kind) {
      case SQLITE -> SqliteSite.in(folder);
      case POSTGRES -> postgres(folder, slots);
      case MYSQL -> mysql(folder, slots);
      case REDIS -> RedisSite.on(RedisServer.startPrivate(folder.resolve("server")), slots);
    };
  }

  private static Site postgres(Path folder, int slots) {
    PrivateServer<PostgresServer> server = PostgresServer.startPrivate(folder.resolve("server"));
    Database database = server.server().freshDatabase();
    return DatabaseSite.on(StoreKind.POSTGRES, server, database, slots);
  }

  private static Site mysql(Path folder, int slots) {
    PrivateServer<MySqlServer> server = MySqlServer.startPrivate(folder.resolve("server"));
    Database database = server.server().freshDatabase();
    return DatabaseSite.on(StoreKind.MYSQL, server, database, slots);
  }
}
