package io.webhookguard.adapter.stripe;

import io.webhookguard.adapter.SimulatorSettings;
import io.webhookguard.api.provider.Secret;
import io.webhookguard.api.provider.Secrets;
import io.webhookguard.api.provider.Verification;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;

/** Signs events and verifies them with nothing but the project's own classes and Jackson's. */
public final class OfflineVerification implements Callable<String> {

  @Override
  public String call() {
    Secret secret = Secret.of("whsec_test_secret");
    Instant now = Instant.ofEpochSecond(SignedRequests.NOW);
    StripeSimulator stripe = StripeSimulator.of(secret, SimulatorSettings.seeded(1));
    for (long i = 0; i < 50; i++) {
      Verification answer =
          StripeAdapter.withDefaults()
              .verify(
                  stripe.deliver(stripe.event(i), now).toRequest("/"),
                  Secrets.of(List.of(secret)),
                  () -> now);
      if (!(answer instanceof Verification.Verified)) {
        return "refused: " + SignedRequests.reasonOf(answer);
      }
    }
    return "verified";
  }
}
