package io.webhookguard.store.mysql;

import io.webhookguard.testsupport.locks.DatabaseLockContract;
import io.webhookguard.testsupport.locks.LockSite;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.MySqlServer;

/** Processes that share a lock in a MySQL database. */
final class MysqlSharedLockCrashIT implements DatabaseLockContract {

  private final Database database = MySqlServer.shared().freshDatabase();

  @Override
  public Database database() {
    return database;
  }

  @Override
  public void migrate() {
    MysqlStore.migrate(MysqlOpening.at(database).build());
  }

  /** Opens a database that has the guard's tables. */
  static final class Opening implements LockSite.Opening {

    /** Called by name. */
    public Opening() {}

    @Override
    public LockSite open(String address) {
      return LockSite.of(
          MysqlStore.open(
              MysqlOpening.at(Database.at(address))
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
