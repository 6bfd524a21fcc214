package io.webhookguard.store.mysql;

import io.webhookguard.conformance.InterleavingProperties;
import io.webhookguard.conformance.StoreHarness;

/** Whatever several callers of one MySQL database are answered, some order explains it. */
final class MysqlInterleavingProperties implements InterleavingProperties {

  @Override
  public StoreHarness newHarness() {
    return new MysqlHarness();
  }
}
