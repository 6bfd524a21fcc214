package io.webhookguard.store.postgres;

import io.webhookguard.testsupport.transactions.TransactionModeContract;
import io.webhookguard.testsupport.transactions.TransactionSite;

/** Handlers in transactions in a PostgreSQL database. */
final class PostgresTransactionModeTest implements TransactionModeContract {

  private final TransactionSite site = PostgresOpening.borrowedSite();

  @Override
  public TransactionSite site() {
    return site;
  }
}
