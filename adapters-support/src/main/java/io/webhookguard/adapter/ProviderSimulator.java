package io.webhookguard.adapter;

import io.webhookguard.api.provider.Rejection;
import java.time.Instant;
import java.util.Set;

/**
 * Plays a provider: makes events and signs deliveries as the provider does, good ones and bad ones.
 *
 * <p>Events are numbered, and everything about an event follows from the seed and its number: the
 * same seed makes the same bytes, so that a second run sends duplicates of the first. Only the
 * signature depends on the time. The events of a lane are numbered from 1 without gaps inside their
 * bodies, so that a receiver can tell a lost, repeated or overtaken one. Safe for use by many
 * threads.
 */
public interface ProviderSimulator {

  /** What can be wrong with a delivery. */
  enum Flaw {
    /** Without a signature. */
    UNSIGNED(Rejection.SIG_MISSING),
    /** Signed by somebody who does not know the secret. */
    WRONG_SECRET(Rejection.SIG_MISMATCH),
    /** Changed after it was signed. */
    TAMPERED_BODY(Rejection.SIG_MISMATCH),
    /** Genuine, captured and sent again an hour later. */
    STALE(Rejection.SIG_STALE),
    /** Signed for a time in an hour. */
    FUTURE(Rejection.SIG_FUTURE);

    private final Rejection expected;

    Flaw(Rejection expected) {
      this.expected = expected;
    }

    /** Why such a delivery is to be refused. */
    public Rejection expected() {
      return expected;
    }
  }

  /** The name of the adapter whose provider this plays. */
  String provider();

  /** The flaws that the provider's scheme can show: not every scheme signs a time. */
  Set<Flaw> flaws();

  /**
   * The event of this number.
   *
   * @param index 0 or more
   */
  SimulatedEvent event(long index);

  /** A genuine delivery of the event, signed now. Every call is another delivery. */
  SimulatedDelivery deliver(SimulatedEvent event, Instant now);

  /**
   * A delivery of the event that must be refused.
   *
   * @throws IllegalArgumentException if the flaw is not one of {@link #flaws}
   */
  SimulatedDelivery deliver(SimulatedEvent event, Flaw flaw, Instant now);
}
