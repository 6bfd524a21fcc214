package io.webhookguard.conformance;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The kit on one wrong adapter, which a parameter of the run names. Not a test of the build: its
 * name keeps it out, and {@link WrongAdaptersAreCaughtTest} runs it.
 */
@ExtendWith(SpoiltAdapterKit.FromParameters.class)
final class SpoiltAdapterKit implements ProviderAdapterContract {

  static final String PARAMETER = "flaw";

  private final AdapterHarness harness;

  SpoiltAdapterKit(Flaw flaw) {
    this.harness = new WidgetHarness(flaw);
  }

  @Override
  public AdapterHarness harness() {
    return harness;
  }

  static final class FromParameters implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext run) {
      return parameter.getParameter().getType().equals(Flaw.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext run) {
      return Flaw.valueOf(run.getConfigurationParameter(PARAMETER).orElseThrow());
    }
  }
}
