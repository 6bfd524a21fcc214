package io.webhookguard.testsupport.transactions;

import io.webhookguard.api.store.TransactionalStore;
import javax.sql.DataSource;

/** A store and the way of its users to the same database. */
public interface TransactionSite extends AutoCloseable {

  /** The store. */
  TransactionalStore store();

  /** What a handler takes its connections from, configured as the store asks of its users. */
  DataSource users();

  /** Lets go of all that this site opened. */
  @Override
  void close();

  /** Opens sites, also in a process of its own: it has a constructor without parameters. */
  @FunctionalInterface
  interface Opening {

    /** Opens the database at an address that the test knows how to write. */
    TransactionSite open(String address);
  }
}
