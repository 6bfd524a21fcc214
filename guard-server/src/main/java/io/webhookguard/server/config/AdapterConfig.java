package io.webhookguard.server.config;

import io.webhookguard.adapter.LaneSource;
import io.webhookguard.adapter.stripe.StripeAdapter;
import io.webhookguard.api.provider.ProviderAdapter;
import java.time.Duration;
import java.util.Optional;

/**
 * How a source verifies and names its events.
 *
 * @param kind the provider's scheme, such as {@code stripe}
 * @param tolerance how far a signed time may be off
 * @param lane where the lane is found: a path in the body, {@code header:NAME} or {@code none}
 * @param account take this account's events only
 * @param livemode take events of this mode only
 */
public record AdapterConfig(
    String kind,
    Duration tolerance,
    String lane,
    Optional<String> account,
    Optional<Boolean> livemode) {

  /**
   * The adapter.
   *
   * @throws io.webhookguard.api.error.ConfigurationException if a setting is out of bounds
   */
  public ProviderAdapter build() {
    StripeAdapter.Builder builder =
        StripeAdapter.builder().tolerance(tolerance).lane(LaneSource.parse(lane));
    account.ifPresent(builder::account);
    livemode.ifPresent(builder::livemode);
    return builder.build();
  }
}
