package io.webhookguard.store.mysql;

import io.webhookguard.testsupport.locks.LockSite;
import io.webhookguard.testsupport.locks.SharedLockContract;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.MySqlServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Processes that share a lock in a MySQL database. */
final class MysqlSharedLockCrashIT implements SharedLockContract {

  /** Eight processes share the connections of one server. */
  private static final int CONNECTIONS = 2;

  private final Database database = MySqlServer.shared().freshDatabase();

  @BeforeEach
  void migrate() {
    MysqlStore.migrate(MysqlOpening.at(database).build());
  }

  @AfterEach
  void drop() {
    database.close();
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

  @Override
  public String address() {
    return database.address();
  }
}
