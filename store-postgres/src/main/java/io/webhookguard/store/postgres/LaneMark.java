package io.webhookguard.store.postgres;

import io.webhookguard.api.event.FencingToken;

/**
 * The bit of a token that says whether its event has a lane. With it a settlement picks the smaller
 * statement without asking. The statements that grant claims set it: {@code 4 * n + 1} for an event
 * without a lane, {@code 4 * n + 3} for one with.
 */
final class LaneMark {

  private static final long BIT = 2;

  private LaneMark() {}

  /** Whether the claim under the token, if there is one, is on an event with a lane. */
  static boolean isSet(FencingToken token) {
    return (token.value() & BIT) != 0;
  }
}
