package io.webhookguard.store.mysql;

import io.webhookguard.conformance.StoreHarness;
import io.webhookguard.conformance.StoreProperties;

/** The store in MySQL agrees with the model of the contract in any story. */
final class MysqlStoreProperties implements StoreProperties {

  @Override
  public StoreHarness newHarness() {
    return new MysqlHarness();
  }
}
