package io.webhookguard.store.mysql;

import io.webhookguard.conformance.StoreContract;
import io.webhookguard.conformance.StoreHarness;

/** The store in MySQL keeps every rule. */
final class MysqlStoreConformanceTest implements StoreContract {

  private final StoreHarness harness = new MysqlHarness();

  @Override
  public StoreHarness harness() {
    return harness;
  }
}
