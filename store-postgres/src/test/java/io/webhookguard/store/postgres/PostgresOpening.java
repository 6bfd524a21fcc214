package io.webhookguard.store.postgres;

import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.transactions.DatabaseSite;
import io.webhookguard.testsupport.transactions.TransactionSite;

/** Opens a database that has the guard's tables, with the store's own pools. */
final class PostgresOpening implements TransactionSite.Opening {

  /** Called by name. */
  public PostgresOpening() {}

  @Override
  public TransactionSite open(String address) {
    return site(Database.at(address));
  }

  /** The configuration of a store in a test's own database. */
  static PostgresConfig.Builder at(Database database) {
    return PostgresConfig.at(database.jdbcUrl())
        .user(database.user())
        .password(database.password());
  }

  /** A database with empty tables, which is given back in the end. */
  static DatabaseSite borrowedSite() {
    TestDatabase database = TestDatabase.borrow();
    return site(database.database()).andThen(database::giveBack);
  }

  static DatabaseSite site(Database database) {
    return DatabaseSite.on(database, PostgresStore.open(at(database).migrateOnOpen(false).build()));
  }
}
