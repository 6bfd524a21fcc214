package io.webhookguard.api.store;

import java.util.function.Function;

/** What came of a wish to keep a claim. */
public sealed interface RenewAnswer {

  /** Applies the function of the case at hand. */
  <T> T match(
      Function<Renewed, T> renewed, Function<Superseded, T> superseded, Function<Locked, T> locked);

  /**
   * The claim holds.
   *
   * @param claim the claim with its new lease end
   */
  record Renewed(Claim claim) implements RenewAnswer {
    @Override
    public <T> T match(
        Function<Renewed, T> renewed,
        Function<Superseded, T> superseded,
        Function<Locked, T> locked) {
      return renewed.apply(this);
    }
  }

  /**
   * The claim is over.
   *
   * @param newestToken the token of the newest claim; 0 when the event is no longer known
   */
  record Superseded(long newestToken) implements RenewAnswer {
    @Override
    public <T> T match(
        Function<Renewed, T> renewed,
        Function<Superseded, T> superseded,
        Function<Locked, T> locked) {
      return superseded.apply(this);
    }
  }

  /** A user's open transaction holds the row: nothing was changed. */
  record Locked() implements RenewAnswer {
    @Override
    public <T> T match(
        Function<Renewed, T> renewed,
        Function<Superseded, T> superseded,
        Function<Locked, T> locked) {
      return locked.apply(this);
    }
  }
}
