package io.webhookguard.store.mysql;

import io.webhookguard.store.sql.SqlDialect;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.MySqlServer;
import io.webhookguard.testsupport.stores.fence.FenceContract;
import io.webhookguard.testsupport.stores.fence.FenceSite;

final class MysqlInboxFenceTest implements FenceContract {

  private final Database database = MySqlServer.shared().freshDatabase();
  private final FenceSite site =
      FenceSite.in(SqlDialect.MYSQL, database.dataSource(), database::close);

  @Override
  public FenceSite site() {
    return site;
  }
}
