package io.webhookguard.api.store;

import java.util.function.Function;

/** What came of a {@link Settlement}. */
public sealed interface SettleAnswer {

  /** Applies the function of the case at hand. */
  <T> T match(
      Function<Settled, T> settled, Function<Superseded, T> superseded, Function<Locked, T> locked);

  /** It took effect, now or when the same settlement was sent before. */
  record Settled() implements SettleAnswer {
    @Override
    public <T> T match(
        Function<Settled, T> settled,
        Function<Superseded, T> superseded,
        Function<Locked, T> locked) {
      return settled.apply(this);
    }
  }

  /**
   * The claim is over: taken over, or settled in another way. Nothing was changed.
   *
   * @param newestToken the token of the newest claim; 0 when the event is no longer known
   */
  record Superseded(long newestToken) implements SettleAnswer {
    @Override
    public <T> T match(
        Function<Settled, T> settled,
        Function<Superseded, T> superseded,
        Function<Locked, T> locked) {
      return superseded.apply(this);
    }
  }

  /** A user's open transaction holds the row: nothing was changed, ask again later. */
  record Locked() implements SettleAnswer {
    @Override
    public <T> T match(
        Function<Settled, T> settled,
        Function<Superseded, T> superseded,
        Function<Locked, T> locked) {
      return locked.apply(this);
    }
  }
}
