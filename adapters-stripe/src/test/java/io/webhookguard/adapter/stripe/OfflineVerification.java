package io.webhookguard.adapter.stripe;

import io.webhookguard.adapter.SimulatorSettings;
import io.webhookguard.api.provider.Secret;
import io.webhookguard.api.provider.Secrets;
import io.webhookguard.api.provider.Verification;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Signs an event and verifies it with nothing but the project's own classes and Jackson's.
 *
 * <p>Run as a program it exits 0 when that works under the JVM's own defaults.
 */
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

  /** Also judges the valid vectors. */
  public static void main(String[] arguments) {
    boolean vectors =
        Vector.valid().allMatch(vector -> Judgement.of(vector).equals(Judgement.AUTHENTIC));
    System.exit(vectors && new OfflineVerification().call().equals("verified") ? 0 : 1);
  }
}
