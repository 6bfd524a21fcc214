package io.webhookguard.store.mysql;

import io.webhookguard.api.store.TransactionalStore;
import javax.sql.DataSource;

/** How a store is made wrong on purpose: a right one is seen through it. */
interface Spoiling {

  /** The right store as it is. */
  Spoiling NOTHING =
      new Spoiling() {
        @Override
        public DataSource source(DataSource right) {
          return right;
        }

        @Override
        public TransactionalStore store(MysqlStore right) {
          return right;
        }
      };

  /** The connections through which it speaks to its server. */
  DataSource source(DataSource right);

  /** The store that the kit gets. */
  TransactionalStore store(MysqlStore right);
}
