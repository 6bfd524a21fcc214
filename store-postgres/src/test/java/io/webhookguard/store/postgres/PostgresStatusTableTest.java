package io.webhookguard.store.postgres;

import io.webhookguard.store.sql.SqlDialect;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.PostgresServer;
import io.webhookguard.testsupport.stores.status.StatusContract;
import io.webhookguard.testsupport.stores.status.StatusSite;

final class PostgresStatusTableTest implements StatusContract {

  private final Database database = PostgresServer.shared().freshDatabase();
  private final StatusSite site =
      StatusSite.in(SqlDialect.POSTGRES, database.dataSource(), database::close);

  @Override
  public StatusSite site() {
    return site;
  }
}
