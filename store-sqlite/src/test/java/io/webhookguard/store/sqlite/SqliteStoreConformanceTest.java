package io.webhookguard.store.sqlite;

import io.webhookguard.conformance.StoreContract;
import io.webhookguard.conformance.StoreHarness;

/** The store in a SQLite file keeps every rule. */
final class SqliteStoreConformanceTest implements StoreContract {

  private final StoreHarness harness = new SqliteHarness();

  @Override
  public StoreHarness harness() {
    return harness;
  }
}
