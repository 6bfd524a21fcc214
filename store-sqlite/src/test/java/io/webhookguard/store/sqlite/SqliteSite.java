package io.webhookguard.store.sqlite;

import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.testsupport.transactions.TransactionSite;
import java.nio.file.Path;
import javax.sql.DataSource;

/** A store in a file and its users' connections. */
final class SqliteSite implements TransactionSite {

  private final SqliteStore store;

  private SqliteSite(SqliteStore store) {
    this.store = store;
  }

  @Override
  public TransactionalStore store() {
    return store;
  }

  @Override
  public DataSource users() {
    return store.userConnections();
  }

  @Override
  public void close() {
    store.close();
  }

  /** Opens the file of this name. */
  static final class Opening implements TransactionSite.Opening {

    /** Called by name. */
    public Opening() {}

    @Override
    public TransactionSite open(String address) {
      return new SqliteSite(SqliteStore.open(SqliteConfig.at(Path.of(address)).build()));
    }
  }
}
