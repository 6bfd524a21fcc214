package io.webhookguard.store.sqlite;

import io.webhookguard.conformance.StoreHarness;
import io.webhookguard.conformance.StoreProperties;
import java.time.Duration;

/** The store in a SQLite file agrees with the model of the contract in any story. */
final class SqliteStoreProperties implements StoreProperties {

  @Override
  public StoreHarness newHarness() {
    return new SqliteHarness(Duration.ofSeconds(20));
  }
}
