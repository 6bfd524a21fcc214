package io.webhookguard.store.mysql;

import io.webhookguard.conformance.TransactionalContract;
import io.webhookguard.conformance.TransactionalHarness;

/** The store in MySQL keeps every rule of settlement inside a transaction. */
final class MysqlTransactionsConformanceTest implements TransactionalContract {

  private final TransactionalHarness harness = new MysqlHarness();

  @Override
  public TransactionalHarness harness() {
    return harness;
  }
}
