package io.webhookguard.store.redis;

import io.webhookguard.conformance.InterleavingProperties;
import io.webhookguard.conformance.StoreHarness;

/** So it is where lanes live apart from their events. */
final class PartitionedInterleavingProperties implements InterleavingProperties {

  @Override
  public StoreHarness newHarness() {
    return new RedisHarness(5);
  }
}
