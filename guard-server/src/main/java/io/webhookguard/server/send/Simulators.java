package io.webhookguard.server.send;

import io.webhookguard.adapter.ProviderSimulator;
import io.webhookguard.adapter.SimulatorSettings;
import io.webhookguard.adapter.stripe.StripeAdapter;
import io.webhookguard.adapter.stripe.StripeSimulator;
import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.event.Names;
import io.webhookguard.api.provider.Secret;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** The providers that can be played, by the names of their adapters. */
public final class Simulators {

  private static final Map<String, BiFunction<Secret, SimulatorSettings, ProviderSimulator>> ALL =
      new TreeMap<>(Map.of(StripeAdapter.NAME, StripeSimulator::of));

  private Simulators() {}

  /**
   * A simulator of the provider.
   *
   * @throws ConfigurationException if no such provider can be played
   */
  public static ProviderSimulator of(String adapter, Secret secret, SimulatorSettings settings) {
    BiFunction<Secret, SimulatorSettings, ProviderSimulator> maker = ALL.get(adapter);
    if (maker == null) {
      throw new ConfigurationException(
          "cannot play \""
              + Names.printable(adapter, Names.MAX_LABEL_CHARS)
              + "\"; adapters that can be played: "
              + String.join(", ", ALL.keySet()));
    }
    return maker.apply(secret, settings);
  }
}
