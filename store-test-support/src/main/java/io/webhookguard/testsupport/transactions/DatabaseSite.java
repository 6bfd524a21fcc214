package io.webhookguard.testsupport.transactions;

import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.testsupport.servers.Database;
import javax.sql.DataSource;

/** A store in a database of a real server. Its users open a connection each time. */
public final class DatabaseSite implements TransactionSite {

  private final Database database;
  private final TransactionalStore store;
  private final Runnable afterwards;

  private DatabaseSite(Database database, TransactionalStore store, Runnable afterwards) {
    this.database = database;
    this.store = store;
    this.afterwards = afterwards;
  }

  /** A site whose database stays where it is. */
  public static DatabaseSite on(Database database, TransactionalStore store) {
    return new DatabaseSite(database, store, () -> {});
  }

  /** The same site; when it is closed, and its store with it, somebody is told. */
  public DatabaseSite andThen(Runnable wanted) {
    return new DatabaseSite(database, store, wanted);
  }

  @Override
  public TransactionalStore store() {
    return store;
  }

  @Override
  public DataSource users() {
    return database.dataSource();
  }

  @Override
  public void close() {
    store.close();
    afterwards.run();
  }
}
