package io.webhookguard.store.memory;

import io.webhookguard.conformance.InterleavingProperties;
import io.webhookguard.conformance.StoreHarness;

/** What callers of a right store are told that does no more than it must is explained too. */
final class LazyInterleavingProperties implements InterleavingProperties {

  @Override
  public StoreHarness newHarness() {
    return new MemoryHarness(SpoiltStore::lazy);
  }
}
