package io.webhookguard.store.sqlite;

import io.webhookguard.conformance.TransactionalContract;
import io.webhookguard.conformance.TransactionalHarness;
import java.time.Duration;

/** The store in a SQLite file keeps every rule of settlement inside a transaction. */
final class SqliteTransactionsConformanceTest implements TransactionalContract {

  private final TransactionalHarness harness = new SqliteHarness(Duration.ofSeconds(1));

  @Override
  public TransactionalHarness harness() {
    return harness;
  }
}
