package io.webhookguard.store.mysql;

import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.testsupport.servers.Database;

/** A MySQL server is killed under load. */
final class KilledServerCrashIT implements FaultRooms.Killed {

  @Override
  public TransactionalStore seen(TransactionalStore right, Database database) {
    return right;
  }
}
