package io.webhookguard.store.sqlite;

import io.webhookguard.testsupport.transactions.TransactionCrashContract;
import io.webhookguard.testsupport.transactions.TransactionSite;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;

/** Processes with handlers in transactions on a SQLite file are killed. */
final class SqliteTransactionModeCrashIT implements TransactionCrashContract {

  @TempDir static Path folder;

  private final String address = folder.resolve(UUID.randomUUID() + ".db").toString();
  private final TransactionSite site = new SqliteSite.Opening().open(address);

  @Override
  public TransactionSite site() {
    return site;
  }

  @Override
  public Class<? extends TransactionSite.Opening> opening() {
    return SqliteSite.Opening.class;
  }

  @Override
  public String address() {
    return address;
  }
}
