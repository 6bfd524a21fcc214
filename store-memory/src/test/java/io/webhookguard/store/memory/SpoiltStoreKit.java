package io.webhookguard.store.memory;

import io.webhookguard.conformance.StoreContract;
import io.webhookguard.conformance.StoreHarness;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The kit on one wrong store, which a parameter of the run names. Not a test of the build: its name
 * keeps it out, and {@link WrongStoresAreCaughtTest} runs it.
 */
@ExtendWith(SpoiltStoreKit.FromParameters.class)
final class SpoiltStoreKit implements StoreContract {

  static final String PARAMETER = "wrong-store";

  private final StoreHarness harness;

  SpoiltStoreKit(WrongStore wrong) {
    this.harness = new MemoryHarness(wrong::around, wrong::beside);
  }

  @Override
  public StoreHarness harness() {
    return harness;
  }

  static final class FromParameters implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext run) {
      return parameter.getParameter().getType().equals(WrongStore.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext run) {
      return WrongStore.valueOf(run.getConfigurationParameter(PARAMETER).orElseThrow());
    }
  }
}
