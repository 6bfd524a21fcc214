package io.webhookguard.store.postgres;

import io.webhookguard.conformance.TransactionalContract;
import io.webhookguard.conformance.TransactionalHarness;

/** The store in PostgreSQL keeps every rule of settlement inside a transaction. */
final class PostgresTransactionsConformanceTest implements TransactionalContract {

  private final TransactionalHarness harness = new PostgresHarness();

  @Override
  public TransactionalHarness harness() {
    return harness;
  }
}
