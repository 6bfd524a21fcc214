package io.webhookguard.api.provider;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** What the guard made of a request: all that an adapter needs to answer it. */
public sealed interface Disposition {

  /** Applies the function of the case at hand. */
  <T> T match(
      Function<Received, T> received,
      Function<Refused, T> refused,
      Function<Unavailable, T> unavailable);

  /**
   * Every event of it is durable.
   *
   * @param receipts one per event, in the order of the request
   */
  record Received(List<Receipt> receipts) implements Disposition {
    public Received {
      receipts = List.copyOf(receipts);
    }

    @Override
    public <T> T match(
        Function<Received, T> received,
        Function<Refused, T> refused,
        Function<Unavailable, T> unavailable) {
      return received.apply(this);
    }
  }

  /**
   * Refused; nothing was recorded but a count.
   *
   * @param reason why, for the status alone: it must not be told to the sender
   */
  record Refused(Rejection reason) implements Disposition {
    @Override
    public <T> T match(
        Function<Received, T> received,
        Function<Refused, T> refused,
        Function<Unavailable, T> unavailable) {
      return refused.apply(this);
    }
  }

  /**
   * Not durable: the provider must deliver again.
   *
   * @param retryAfter when it may
   */
  record Unavailable(Duration retryAfter) implements Disposition {
    @Override
    public <T> T match(
        Function<Received, T> received,
        Function<Refused, T> refused,
        Function<Unavailable, T> unavailable) {
      return unavailable.apply(this);
    }
  }
}
