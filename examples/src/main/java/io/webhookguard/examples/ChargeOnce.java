package io.webhookguard.examples;

import io.webhookguard.adapter.SimulatorSettings;
import io.webhookguard.adapter.stripe.StripeAdapter;
import io.webhookguard.adapter.stripe.StripeSimulator;
import io.webhookguard.api.provider.RawRequest;
import io.webhookguard.api.provider.Secret;
import io.webhookguard.api.provider.Secrets;
import io.webhookguard.core.Source;
import io.webhookguard.core.WebhookGuard;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.store.sqlite.SqliteConfig;
import io.webhookguard.store.sqlite.SqliteStore;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** The library in one file: Stripe delivers an invoice three times, the books get it once. */
public final class ChargeOnce {

  static final String SECRET = "whsec_0123456789abcdef0123";

  private ChargeOnce() {}

  /** Runs the example on a database in a new temporary folder. */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("charge-once");
    run(folder.resolve("guard.db"), delivery(), 3, System.out);
  }

  /** Receives the same delivery several times and prints what happens. */
  static void run(Path file, RawRequest delivery, int times, PrintStream books) throws Exception {
    // README: begin
    try (SqliteStore store = SqliteStore.open(SqliteConfig.at(file).build());
        WebhookGuard guard =
            WebhookGuard.builder()
                .store(store)
                .source(
                    Source.named("stripe-live", StripeAdapter.withDefaults())
                        .secrets(Secrets.of(SECRET))
                        .mode(Source.Mode.INLINE) // the answer waits for the handler
                        .build())
                .handler(
                    "stripe-live",
                    "invoice.*",
                    Handler.of(
                        event -> books.println("booked once, key " + event.idempotencyKey())))
                .build()) {
      guard.start();
      for (int i = 0; i < times; i++) { // your web framework hands each request on as raw bytes
        var answer = guard.receive("stripe-live", delivery).toCompletableFuture().get();
        books.println("answered " + answer.status());
      }
    }
    // README: end
  }

  /** An invoice as Stripe would send it. */
  static RawRequest delivery() {
    StripeSimulator stripe =
        StripeSimulator.of(Secret.of(SECRET), SimulatorSettings.seeded(1).withType("invoice.paid"));
    return stripe.deliver(stripe.event(0), Instant.now()).toRequest("/webhooks/stripe");
  }
}
