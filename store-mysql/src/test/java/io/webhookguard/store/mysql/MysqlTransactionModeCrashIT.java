package io.webhookguard.store.mysql;

import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.MySqlServer;
import io.webhookguard.testsupport.transactions.TransactionCrashContract;
import io.webhookguard.testsupport.transactions.TransactionSite;

/** Processes with handlers in transactions in a MySQL database are killed. */
final class MysqlTransactionModeCrashIT implements TransactionCrashContract {

  private final Database database = MySqlServer.shared().freshDatabase();
  private final TransactionSite site = migrated();

  private TransactionSite migrated() {
    MysqlStore.migrate(MysqlOpening.at(database).build());
    return MysqlOpening.site(database).andThen(database::close);
  }

  @Override
  public TransactionSite site() {
    return site;
  }

  @Override
  public Class<? extends TransactionSite.Opening> opening() {
    return MysqlOpening.class;
  }

  @Override
  public String address() {
    return database.address();
  }
}
