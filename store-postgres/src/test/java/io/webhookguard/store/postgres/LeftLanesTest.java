package io.webhookguard.store.postgres;

import io.webhookguard.testsupport.transactions.LeftLanesContract;
import io.webhookguard.testsupport.transactions.TransactionSite;

/** Lanes that users' transactions in PostgreSQL let go. */
final class LeftLanesTest implements LeftLanesContract {

  private final TransactionSite site = PostgresOpening.borrowedSite();

  @Override
  public TransactionSite site() {
    return site;
  }
}
