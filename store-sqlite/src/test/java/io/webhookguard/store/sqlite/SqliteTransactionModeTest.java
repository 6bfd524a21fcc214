package io.webhookguard.store.sqlite;

import io.webhookguard.testsupport.transactions.TransactionModeContract;
import io.webhookguard.testsupport.transactions.TransactionSite;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;

/** Handlers in transactions on a SQLite file. */
final class SqliteTransactionModeTest implements TransactionModeContract {

  @TempDir static Path folder;

  private final TransactionSite site =
      new SqliteSite.Opening().open(folder.resolve(UUID.randomUUID() + ".db").toString());

  @Override
  public TransactionSite site() {
    return site;
  }
}
