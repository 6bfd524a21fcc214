package io.webhookguard.store.mysql;

import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.transactions.DatabaseSite;
import io.webhookguard.testsupport.transactions.TransactionSite;

/** Opens a database that has the guard's tables, with the store's own pool. */
final class MysqlOpening implements TransactionSite.Opening {

  /** Called by name. */
  public MysqlOpening() {}

  @Override
  public TransactionSite open(String address) {
    return site(Database.at(address));
  }

  /** The configuration of a store in a test's own database. */
  static MysqlConfig.Builder at(Database database) {
    return MysqlConfig.at(database.jdbcUrl()).user(database.user()).password(database.password());
  }

  /** The database of all tests, with its tables empty. */
  static DatabaseSite emptiedSite() {
    TestDatabase.get().empty();
    return site(TestDatabase.get().database());
  }

  static DatabaseSite site(Database database) {
    return DatabaseSite.on(database, MysqlStore.open(at(database).migrateOnOpen(false).build()));
  }
}
