package io.webhookguard.api.provider;

import java.time.InstantSource;

/**
 * Speaks one provider's webhook scheme: tells authentic requests from all others, names the events
 * in them, and words the answer.
 *
 * <p>Both calls are pure: no network, no store, no state, the same answer for the same input. No
 * request, however malformed, makes them throw. The signature is checked over the raw bytes before
 * anything parses them, against every live secret and every candidate signature, in constant time.
 * Rules: {@code docs/contract.md} (PA). Safe for use by many threads.
 */
public interface ProviderAdapter {

  /** What the provider is known to do. */
  ProviderProfile profile();

  /**
   * Judges a request.
   *
   * @param clock the node's clock, for schemes that sign a time
   */
  Verification verify(RawRequest request, Secrets secrets, InstantSource clock);

  /** Words the answer. Never a redirect, never 410, never why a request was refused. */
  ProviderResponse respond(Disposition disposition);
}
