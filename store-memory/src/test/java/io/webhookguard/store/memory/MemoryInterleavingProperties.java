package io.webhookguard.store.memory;

import io.webhookguard.conformance.InterleavingProperties;
import io.webhookguard.conformance.StoreHarness;

/** Whatever several callers of the store in memory are answered, some order explains it. */
final class MemoryInterleavingProperties implements InterleavingProperties {

  @Override
  public StoreHarness newHarness() {
    return new MemoryHarness();
  }
}
