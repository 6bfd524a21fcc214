package io.webhookguard.store.sqlite;

import io.webhookguard.api.store.Capability;
import io.webhookguard.api.store.TransactionalStore;
import java.sql.Connection;
import java.util.Set;

/** How a store is made wrong on purpose: a right one is seen through it. One for each harness. */
interface Spoiling {

  /** The right store as it is. */
  Spoiling NOTHING =
      new Spoiling() {
        @Override
        public Connection writer(Connection right) {
          return right;
        }

        @Override
        public TransactionalStore store(SqliteStore right) {
          return right;
        }

        @Override
        public void processEnds() {}
      };

  /** The connection through which it writes. */
  Connection writer(Connection right);

  /** The store that the kit gets. */
  TransactionalStore store(SqliteStore right);

  /** What was in memory alone is gone. */
  void processEnds();

  /** What the store says it can do. */
  default Set<Capability> capabilities() {
    return Set.of(
        Capability.LANES, Capability.USER_TRANSACTIONS, Capability.SHARED, Capability.PERSISTENT);
  }
}
