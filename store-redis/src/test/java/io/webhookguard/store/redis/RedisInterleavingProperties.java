package io.webhookguard.store.redis;

import io.webhookguard.conformance.InterleavingProperties;
import io.webhookguard.conformance.StoreHarness;

/** Whatever several callers of the store in Redis are answered, some order explains it. */
final class RedisInterleavingProperties implements InterleavingProperties {

  @Override
  public StoreHarness newHarness() {
    return new RedisHarness(1);
  }
}
