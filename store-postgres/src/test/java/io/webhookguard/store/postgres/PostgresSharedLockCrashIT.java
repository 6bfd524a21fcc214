package io.webhookguard.store.postgres;

import io.webhookguard.testsupport.locks.LockSite;
import io.webhookguard.testsupport.locks.SharedLockContract;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.PostgresServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Processes that share a lock in a PostgreSQL database. */
final class PostgresSharedLockCrashIT implements SharedLockContract {

  /** Eight processes share the connections of one server. */
  private static final int CONNECTIONS = 2;

  private final Database database = PostgresServer.shared().freshDatabase();

  @BeforeEach
  void migrate() {
    PostgresStore.migrate(PostgresOpening.at(database).build());
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

  @Override
  public String address() {
    return database.address();
  }
}
