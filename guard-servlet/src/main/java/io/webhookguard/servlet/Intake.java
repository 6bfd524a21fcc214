package io.webhookguard.servlet;

import io.webhookguard.api.provider.ProviderResponse;
import io.webhookguard.api.provider.RawRequest;
import io.webhookguard.api.provider.Rejection;
import io.webhookguard.core.WebhookGuard;
import java.util.concurrent.CompletionStage;

/** What the front needs of a guard, and nothing more. */
interface Intake {

  /** The intake of a guard. */
  static Intake of(WebhookGuard guard) {
    return new Intake() {
      @Override
      public boolean knows(String source) {
        return guard.knows(source);
      }

      @Override
      public int maxBodyBytes(String source) {
        return guard.maxBodyBytes(source);
      }

      @Override
      public ProviderResponse refuse(String source, Rejection reason) {
        return guard.refuse(source, reason);
      }

      @Override
      public CompletionStage<ProviderResponse> receive(String source, RawRequest request) {
        return guard.receive(source, request);
      }
    };
  }

  /** Whether there is a source of this name. */
  boolean knows(String source);

  /** The largest body that a known source takes. */
  int maxBodyBytes(String source);

  /** Counts a request that was refused before any adapter saw it, and words the answer. */
  ProviderResponse refuse(String source, Rejection reason);

  /** Judges, records and answers a request. */
  CompletionStage<ProviderResponse> receive(String source, RawRequest request);
}
