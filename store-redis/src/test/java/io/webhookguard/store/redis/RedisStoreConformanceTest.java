package io.webhookguard.store.redis;

import io.webhookguard.conformance.StoreContract;
import io.webhookguard.conformance.StoreHarness;

/** The store on one server, in one partition, keeps every rule that it can keep. */
final class RedisStoreConformanceTest implements StoreContract {

  private final StoreHarness harness = new RedisHarness(1);

  @Override
  public StoreHarness harness() {
    return harness;
  }
}
