package io.webhookguard.api.provider;

import java.util.List;
import java.util.function.Function;

/** What an adapter found out about a request. */
public sealed interface Verification {

  /** Applies the function of the case at hand. */
  <T> T match(
      Function<Verified, T> verified,
      Function<Rejected, T> rejected,
      Function<Handshake, T> handshake,
      Function<Needs, T> needs);

  /**
   * Authentic and readable.
   *
   * @param events 1 to {@value #MAX_EVENTS}, in the order of the request
   */
  record Verified(List<VerifiedEvent> events) implements Verification {

    /** The most events in one request. */
    public static final int MAX_EVENTS = 100;

    public Verified {
      events = List.copyOf(events);
      if (events.isEmpty() || events.size() > MAX_EVENTS) {
        throw new IllegalArgumentException(
            "a request holds 1 to " + MAX_EVENTS + " events, got " + events.size());
      }
    }

    @Override
    public <T> T match(
        Function<Verified, T> verified,
        Function<Rejected, T> rejected,
        Function<Handshake, T> handshake,
        Function<Needs, T> needs) {
      return verified.apply(this);
    }
  }

  /**
   * Refused.
   *
   * @param reason why
   * @param detail what about an authentic request did not fit, in the adapter's own words; for the
   *     operators' log, never for the sender, and never with a text of the request. Mostly empty:
   *     the reason says it all. Always empty where the request may be forged
   */
  record Rejected(Rejection reason, String detail) implements Verification {

    private static final int UNAUTHENTIC = 401;

    public Rejected {
      if (reason.status() == UNAUTHENTIC && !detail.isEmpty()) {
        throw new IllegalArgumentException("what may be forged is refused without details");
      }
    }

    /** Refused, where the reason says it all. */
    public Rejected(Rejection reason) {
      this(reason, "");
    }

    @Override
    public <T> T match(
        Function<Verified, T> verified,
        Function<Rejected, T> rejected,
        Function<Handshake, T> handshake,
        Function<Needs, T> needs) {
      return rejected.apply(this);
    }
  }

  /**
   * Authentic, and not an event: the provider tries the endpoint out.
   *
   * @param response what it wants to hear
   */
  record Handshake(ProviderResponse response) implements Verification {
    @Override
    public <T> T match(
        Function<Verified, T> verified,
        Function<Rejected, T> rejected,
        Function<Handshake, T> handshake,
        Function<Needs, T> needs) {
      return handshake.apply(this);
    }
  }

  /**
   * Cannot be judged yet: the engine obtains the evidence and asks again.
   *
   * @param wanted what is missing
   */
  record Needs(Evidence.Wanted wanted) implements Verification {
    @Override
    public <T> T match(
        Function<Verified, T> verified,
        Function<Rejected, T> rejected,
        Function<Handshake, T> handshake,
        Function<Needs, T> needs) {
      return needs.apply(this);
    }
  }
}
