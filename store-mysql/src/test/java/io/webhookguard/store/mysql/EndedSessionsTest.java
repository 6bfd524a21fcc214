package io.webhookguard.store.mysql;

import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.testsupport.servers.Database;

/** A MySQL server ends sessions in the middle of statements. */
final class EndedSessionsTest implements FaultRooms.Ended {

  private final Database database = FaultRooms.Ended.freshDatabase();
  private final TransactionalStore store = FaultRooms.Ended.open(database);

  @Override
  public Database database() {
    return database;
  }

  @Override
  public TransactionalStore store() {
    return store;
  }
}
