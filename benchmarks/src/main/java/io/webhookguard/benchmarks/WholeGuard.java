package io.webhookguard.benchmarks;

import io.webhookguard.api.event.Attributes;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.provider.Disposition;
import io.webhookguard.api.provider.Headers;
import io.webhookguard.api.provider.ProviderAdapter;
import io.webhookguard.api.provider.ProviderProfile;
import io.webhookguard.api.provider.ProviderResponse;
import io.webhookguard.api.provider.RawRequest;
import io.webhookguard.api.provider.Relevance;
import io.webhookguard.api.provider.Secrets;
import io.webhookguard.api.provider.StandardResponses;
import io.webhookguard.api.provider.Verification;
import io.webhookguard.api.provider.VerifiedEvent;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.core.Settings;
import io.webhookguard.core.Source;
import io.webhookguard.core.WebhookGuard;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * The whole guard, inline: each caller hands in a request and waits for its handler's answer. The
 * adapter takes every request as it is, so that what is measured is the guard and its store.
 */
final class WholeGuard implements Contender {

  private final GuardStore store;
  private final WebhookGuard guard;

  WholeGuard(GuardStore store, int callers) {
    this.store = store;
    Settings usual = Settings.DEFAULT;
    this.guard =
        WebhookGuard.builder()
            .store(store)
            .source(
                Source.named("bench", new AnyRequest())
                    .secrets(Secrets.of("no-secret-is-looked-at-here"))
                    .mode(Source.Mode.INLINE)
                    .ackBudget(Duration.ofSeconds(30))
                    .build())
            .handler("bench", "*", context -> Response.EMPTY)
            .settings(usual.withWorkers(Math.max(usual.workers(), callers)))
            .build();
    guard.start();
  }

  @Override
  public void event(String id) {
    ProviderResponse answer =
        guard
            .receive(
                "bench",
                RawRequest.of(
                    "POST",
                    "http://localhost/in/bench",
                    Headers.of(Map.of("id", List.of(id))),
                    Payload.of("application/json", Body.BYTES)))
            .toCompletableFuture()
            .join();
    if (answer.status() != 200) {
      throw new IllegalStateException("answered " + answer.status());
    }
  }

  @Override
  public void close() {
    guard.close();
    store.close();
  }

  /** Trusts everybody; its event id is a header. */
  private static final class AnyRequest implements ProviderAdapter {

    @Override
    public ProviderProfile profile() {
      return new ProviderProfile("bench", Duration.ofDays(3), Duration.ofSeconds(30));
    }

    @Override
    public Verification verify(RawRequest request, Secrets secrets, InstantSource clock) {
      return new Verification.Verified(
          List.of(
              new VerifiedEvent(
                  request.headers().all("id").get(0),
                  "acct_1/live",
                  "invoice.paid",
                  Lane.NONE,
                  0,
                  Attributes.EMPTY,
                  request.body(),
                  Relevance.RELEVANT)));
    }

    @Override
    public ProviderResponse respond(Disposition disposition) {
      return StandardResponses.to(disposition);
    }
  }
}
