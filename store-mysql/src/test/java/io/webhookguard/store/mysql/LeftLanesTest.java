package io.webhookguard.store.mysql;

import io.webhookguard.testsupport.transactions.LeftLanesContract;
import io.webhookguard.testsupport.transactions.TransactionSite;

/** Lanes that users' transactions in MySQL let go. */
final class LeftLanesTest implements LeftLanesContract {

  private final TransactionSite site = MysqlOpening.emptiedSite();

  @Override
  public TransactionSite site() {
    return site;
  }
}
