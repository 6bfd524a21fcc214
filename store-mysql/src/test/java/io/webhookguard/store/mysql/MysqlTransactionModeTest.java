package io.webhookguard.store.mysql;

import io.webhookguard.testsupport.transactions.TransactionModeContract;
import io.webhookguard.testsupport.transactions.TransactionSite;

/** Handlers in transactions in a MySQL database. */
final class MysqlTransactionModeTest implements TransactionModeContract {

  private final TransactionSite site = MysqlOpening.emptiedSite();

  @Override
  public TransactionSite site() {
    return site;
  }
}
