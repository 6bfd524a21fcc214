package io.webhookguard.store.postgres;

import io.webhookguard.conformance.StoreContract;
import io.webhookguard.conformance.StoreHarness;

/** The store in PostgreSQL keeps every rule. */
final class PostgresStoreConformanceTest implements StoreContract {

  private final StoreHarness harness = new PostgresHarness();

  @Override
  public StoreHarness harness() {
    return harness;
  }
}
