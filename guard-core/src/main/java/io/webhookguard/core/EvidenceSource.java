package io.webhookguard.core;

import io.webhookguard.api.provider.Evidence;
import java.util.concurrent.CompletionStage;

/**
 * Obtains what a signature alone does not prove: a certificate, a provider's own answer.
 *
 * <p>Implementations use threads of their own, a bounded number of them. The engine does not wait
 * longer than its deadline; evidence that cannot be had leaves the request unanswered but for 503.
 * Safe for use by many threads.
 */
@FunctionalInterface
public interface EvidenceSource {

  /**
   * Obtains the evidence for a request of the source. The stage fails when it cannot be had.
   *
   * @param source whose configuration holds the credentials
   * @param wanted what the source's adapter asked for
   */
  CompletionStage<Evidence> obtain(String source, Evidence.Wanted wanted);
}
