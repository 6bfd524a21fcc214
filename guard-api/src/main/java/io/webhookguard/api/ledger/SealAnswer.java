package io.webhookguard.api.ledger;

import java.util.Optional;
import java.util.function.Function;

/** What came of adding a {@link Seal}. */
public sealed interface SealAnswer {

  /** Applies the function of the case at hand. */
  <T> T match(
      Function<Added, T> added, Function<Repeated, T> repeated, Function<NotNext, T> notNext);

  /** It is the newest seal now. */
  record Added() implements SealAnswer {
    @Override
    public <T> T match(
        Function<Added, T> added, Function<Repeated, T> repeated, Function<NotNext, T> notNext) {
      return added.apply(this);
    }
  }

  /** This very seal was added before. Nothing was changed. */
  record Repeated() implements SealAnswer {
    @Override
    public <T> T match(
        Function<Added, T> added, Function<Repeated, T> repeated, Function<NotNext, T> notNext) {
      return repeated.apply(this);
    }
  }

  /**
   * It does not follow on the newest seal: somebody else's has its number, or one before it is
   * missing. Nothing was changed.
   *
   * @param newest the newest seal
   */
  record NotNext(Optional<Seal> newest) implements SealAnswer {
    @Override
    public <T> T match(
        Function<Added, T> added, Function<Repeated, T> repeated, Function<NotNext, T> notNext) {
      return notNext.apply(this);
    }
  }
}
