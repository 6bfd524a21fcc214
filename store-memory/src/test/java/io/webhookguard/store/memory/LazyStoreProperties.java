package io.webhookguard.store.memory;

import io.webhookguard.conformance.StoreHarness;
import io.webhookguard.conformance.StoreProperties;

/** A right store that does no more than it must agrees with the model of the contract too. */
final class LazyStoreProperties implements StoreProperties {

  @Override
  public StoreHarness newHarness() {
    return new MemoryHarness(SpoiltStore::lazy);
  }
}
