package io.webhookguard.core.handler;

import io.webhookguard.api.event.Problem;

/**
 * How a handler says why an attempt did not succeed: one of four exceptions.
 *
 * <p>The problem is recorded and shown; the messages of all other exceptions are not, because they
 * quote what they could not digest. It must not hold a payload or a secret.
 */
public sealed interface HandlerFailure
    permits PermanentFailure, RetryableFailure, NotStartedFailure, UnknownOutcomeFailure {

  /** Why the attempt did not succeed. */
  Problem problem();
}
