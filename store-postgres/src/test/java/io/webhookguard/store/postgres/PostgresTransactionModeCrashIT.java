package io.webhookguard.store.postgres;

import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.PostgresServer;
import io.webhookguard.testsupport.transactions.TransactionCrashContract;
import io.webhookguard.testsupport.transactions.TransactionSite;

/** Processes with handlers in transactions in a PostgreSQL database are killed. */
final class PostgresTransactionModeCrashIT implements TransactionCrashContract {

  private final Database database = PostgresServer.shared().freshDatabase();
  private final TransactionSite site = migrated();

  private TransactionSite migrated() {
    PostgresStore.migrate(PostgresOpening.at(database).build());
    return PostgresOpening.site(database).andThen(database::close);
  }

  @Override
  public TransactionSite site() {
    return site;
  }

  @Override
  public Class<? extends TransactionSite.Opening> opening() {
    return PostgresOpening.class;
  }

  @Override
  public String address() {
    return database.address();
  }
}
