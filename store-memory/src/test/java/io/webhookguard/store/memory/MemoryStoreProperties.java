package io.webhookguard.store.memory;

import io.webhookguard.conformance.StoreHarness;
import io.webhookguard.conformance.StoreProperties;

/** The store in memory agrees with the model of the contract in any story. */
final class MemoryStoreProperties implements StoreProperties {

  @Override
  public StoreHarness newHarness() {
    return new MemoryHarness();
  }
}
