package io.webhookguard.store.redis;

import io.webhookguard.conformance.StoreHarness;
import io.webhookguard.conformance.StoreProperties;

/** The store in Redis agrees with the model of the contract in any story. */
final class RedisStoreProperties implements StoreProperties {

  @Override
  public StoreHarness newHarness() {
    return new RedisHarness(1);
  }
}
