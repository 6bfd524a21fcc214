package io.webhookguard.api.ledger;

import java.util.Optional;
import java.util.function.Function;

/** What came of setting an {@link ArchiveMark}. */
public sealed interface ArchiveAnswer {

  /** Applies the function of the case at hand. */
  <T> T match(
      Function<Marked, T> marked, Function<Repeated, T> repeated, Function<Refused, T> refused);

  /** It is the newest mark now. */
  record Marked() implements ArchiveAnswer {
    @Override
    public <T> T match(
        Function<Marked, T> marked, Function<Repeated, T> repeated, Function<Refused, T> refused) {
      return marked.apply(this);
    }
  }

  /** This very mark is the newest one already. Nothing was changed. */
  record Repeated() implements ArchiveAnswer {
    @Override
    public <T> T match(
        Function<Marked, T> marked, Function<Repeated, T> repeated, Function<Refused, T> refused) {
      return repeated.apply(this);
    }
  }

  /**
   * The store has no seal as the mark names it, or a mark that is as far or further. Nothing was
   * changed.
   *
   * @param newest the newest mark
   */
  record Refused(Optional<ArchiveMark> newest) implements ArchiveAnswer {
    @Override
    public <T> T match(
        Function<Marked, T> marked, Function<Repeated, T> repeated, Function<Refused, T> refused) {
      return refused.apply(this);
    }
  }
}
