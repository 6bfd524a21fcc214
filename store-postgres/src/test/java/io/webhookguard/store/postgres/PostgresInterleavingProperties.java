package io.webhookguard.store.postgres;

import io.webhookguard.conformance.InterleavingProperties;
import io.webhookguard.conformance.StoreHarness;

/** Whatever several callers of one PostgreSQL database are answered, some order explains it. */
final class PostgresInterleavingProperties implements InterleavingProperties {

  @Override
  public StoreHarness newHarness() {
    return new PostgresHarness();
  }
}
