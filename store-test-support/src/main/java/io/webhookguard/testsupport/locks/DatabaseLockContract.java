package io.webhookguard.testsupport.locks;

import io.webhookguard.testsupport.servers.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * The same in a database of the test's own on a server, whose tables are there before the processes
 * start.
 */
public interface DatabaseLockContract extends SharedLockContract {

  /** The most connections of each process: they share those of one server. */
  int CONNECTIONS = 2;

  /** The database of the running test; the same one on every call. */
  Database database();

  /** Creates the guard's tables there. */
  void migrate();

  @BeforeEach
  default void createTables() {
    migrate();
  }

  @AfterEach
  default void dropDatabase() {
    database().close();
  }

  @Override
  default String address() {
    return database().address();
  }
}
