package io.webhookguard.store.sqlite;

import io.webhookguard.conformance.StoreContract;
import io.webhookguard.conformance.StoreHarness;
import java.time.Duration;

/** The store in a SQLite file keeps every rule. */
final class SqliteStoreConformanceTest implements StoreContract {

  private final StoreHarness harness = new SqliteHarness(Duration.ofSeconds(20));

  @Override
  public StoreHarness harness() {
    return harness;
  }
}
