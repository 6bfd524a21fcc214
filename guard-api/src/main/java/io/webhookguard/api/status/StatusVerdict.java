package io.webhookguard.api.status;

import java.util.function.Function;

/** What a {@link StatusMachine} says of a state that is proposed. Only {@link Apply} changes it. */
public sealed interface StatusVerdict {

  /** Applies the function of the case at hand. */
  <T> T match(
      Function<Apply, T> apply,
      Function<Same, T> same,
      Function<Stale, T> stale,
      Function<Terminal, T> terminal);

  /** The proposed state comes after the one that is there, or none was there. */
  record Apply() implements StatusVerdict {
    @Override
    public <T> T match(
        Function<Apply, T> apply,
        Function<Same, T> same,
        Function<Stale, T> stale,
        Function<Terminal, T> terminal) {
      return apply.apply(this);
    }
  }

  /** It is there already. */
  record Same() implements StatusVerdict {
    @Override
    public <T> T match(
        Function<Apply, T> apply,
        Function<Same, T> same,
        Function<Stale, T> stale,
        Function<Terminal, T> terminal) {
      return same.apply(this);
    }
  }

  /**
   * It does not come after the one that is there: old news, or another branch.
   *
   * @param current the state that is there
   * @param branch whether the two stand on different branches, so that neither comes before the
   *     other; else the proposed one is older
   */
  record Stale(String current, boolean branch) implements StatusVerdict {
    @Override
    public <T> T match(
        Function<Apply, T> apply,
        Function<Same, T> same,
        Function<Stale, T> stale,
        Function<Terminal, T> terminal) {
      return stale.apply(this);
    }
  }

  /**
   * The state that is there is final, and the proposed one contradicts it: it is not older.
   *
   * @param current the final state
   */
  record Terminal(String current) implements StatusVerdict {
    @Override
    public <T> T match(
        Function<Apply, T> apply,
        Function<Same, T> same,
        Function<Stale, T> stale,
        Function<Terminal, T> terminal) {
      return terminal.apply(this);
    }
  }
}
