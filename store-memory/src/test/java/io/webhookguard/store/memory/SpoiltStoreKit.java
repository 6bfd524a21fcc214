package io.webhookguard.store.memory;

import io.webhookguard.conformance.StoreContract;
import io.webhookguard.conformance.StoreHarness;
import io.webhookguard.testsupport.kit.Planted;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The kit on one wrong store, which a parameter of the run names. Not a test of the build: its name
 * keeps it out, and {@link WrongStoresAreCaughtTest} runs it.
 */
@ExtendWith(Planted.class)
final class SpoiltStoreKit implements StoreContract {

  private final StoreHarness harness;

  SpoiltStoreKit(WrongStore wrong) {
    this.harness = new MemoryHarness(wrong::around, wrong::beside);
  }

  @Override
  public StoreHarness harness() {
    return harness;
  }
}
