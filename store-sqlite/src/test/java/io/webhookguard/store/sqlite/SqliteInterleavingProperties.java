package io.webhookguard.store.sqlite;

import io.webhookguard.conformance.InterleavingProperties;
import io.webhookguard.conformance.StoreHarness;
import java.time.Duration;

/** Whatever several callers of one SQLite file are answered, some order explains it. */
final class SqliteInterleavingProperties implements InterleavingProperties {

  @Override
  public StoreHarness newHarness() {
    return new SqliteHarness(Duration.ofSeconds(20));
  }
}
