package io.webhookguard.store.mysql;

import io.webhookguard.store.sql.SqlDialect;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.MySqlServer;
import io.webhookguard.testsupport.stores.status.StatusContract;
import io.webhookguard.testsupport.stores.status.StatusSite;

final class MysqlStatusTableTest implements StatusContract {

  private final Database database = MySqlServer.shared().freshDatabase();
  private final StatusSite site =
      StatusSite.in(SqlDialect.MYSQL, database.dataSource(), database::close);

  @Override
  public StatusSite site() {
    return site;
  }
}
