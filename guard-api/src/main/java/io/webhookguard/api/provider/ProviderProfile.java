package io.webhookguard.api.provider;

import io.webhookguard.api.event.Names;
import java.time.Duration;

/**
 * What a provider is known to do. Facts, not settings: a source may ask for less.
 *
 * @param name the adapter's name, such as {@code stripe}
 * @param redeliveryHorizon how long after an event the provider may still deliver it: the dedup
 *     horizon must not be shorter
 * @param acknowledgementBudget how long the provider waits for an answer before it counts a failure
 */
public record ProviderProfile(
    String name, Duration redeliveryHorizon, Duration acknowledgementBudget) {

  public ProviderProfile {
    Names.requireLabel("adapter name", name);
  }
}
