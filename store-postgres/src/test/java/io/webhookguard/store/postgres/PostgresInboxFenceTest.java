package io.webhookguard.store.postgres;

import io.webhookguard.store.sql.SqlDialect;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.PostgresServer;
import io.webhookguard.testsupport.stores.fence.FenceContract;
import io.webhookguard.testsupport.stores.fence.FenceSite;

final class PostgresInboxFenceTest implements FenceContract {

  private final Database database = PostgresServer.shared().freshDatabase();
  private final FenceSite site =
      FenceSite.in(SqlDialect.POSTGRES, database.dataSource(), database::close);

  @Override
  public FenceSite site() {
    return site;
  }
}
