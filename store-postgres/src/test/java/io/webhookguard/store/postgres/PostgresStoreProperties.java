package io.webhookguard.store.postgres;

import io.webhookguard.conformance.StoreHarness;
import io.webhookguard.conformance.StoreProperties;

/** The store in PostgreSQL agrees with the model of the contract in any story. */
final class PostgresStoreProperties implements StoreProperties {

  @Override
  public StoreHarness newHarness() {
    return new PostgresHarness();
  }
}
