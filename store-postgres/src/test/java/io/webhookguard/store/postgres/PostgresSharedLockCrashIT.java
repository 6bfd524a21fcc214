package io.webhookguard.store.postgres;

import io.webhookguard.testsupport.locks.DatabaseLockContract;
import io.webhookguard.testsupport.locks.LockSite;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.PostgresServer;

/** Processes that share a lock in a PostgreSQL database. */
final class PostgresSharedLockCrashIT implements DatabaseLockContract {

  private final Database database = PostgresServer.shared().freshDatabase();

  @Override
  public Database database() {
    return database;
  }

  @Override
  public void migrate() {
    PostgresStore.migrate(PostgresOpening.at(database).build());
  }

  /** Opens a database that has the guard's tables. */
  static final class Opening implements LockSite.Opening {

    /** Called by name. */
    public Opening() {}

    @Override
    public LockSite open(String address) {
      return LockSite.of(
          PostgresStore.open(
              PostgresOpening.at(Database.at(address))
                  .migrateOnOpen(false)
                  .connections(CONNECTIONS)
                  .build()));
    }
  }

  @Override
  public Class<? extends LockSite.Opening> opening() {
    return Opening.class;
  }
}
