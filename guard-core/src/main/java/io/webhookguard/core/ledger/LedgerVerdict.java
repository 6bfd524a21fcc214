package io.webhookguard.core.ledger;

import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.ledger.ArchiveMark;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** What came of holding a ledger against its seals. */
public sealed interface LedgerVerdict {

  /** Applies the function of the case at hand. */
  <T> T match(Function<Intact, T> intact, Function<Broken, T> broken);

  /**
   * Everything that is sealed is as it was sealed.
   *
   * @param seals how many seals there are
   * @param signed how many of them carry a signature, checked or not
   * @param entries how many entries were compared
   * @param sealedUpTo the position of the last sealed entry; 0 where nothing is sealed
   * @param head the digest of the newest seal: keep it elsewhere
   * @param archived up to where entries are in files, if anywhere
   * @param tail what no seal says anything about
   */
  record Intact(
      long seals,
      long signed,
      long entries,
      long sealedUpTo,
      Optional<Sha256> head,
      Optional<ArchiveMark> archived,
      Tail tail)
      implements LedgerVerdict {
    @Override
    public <T> T match(Function<Intact, T> intact, Function<Broken, T> broken) {
      return intact.apply(this);
    }
  }

  /**
   * Something was changed.
   *
   * @param breach the first that was found, in the order of the ledger
   */
  record Broken(LedgerBreach breach) implements LedgerVerdict {
    @Override
    public <T> T match(Function<Intact, T> intact, Function<Broken, T> broken) {
      return broken.apply(this);
    }
  }

  /**
   * The entries behind the last seal: whoever changes these is not noticed.
   *
   * @param entries how many there are
   * @param age of the oldest of them, by the store's clock; zero where there is none
   */
  record Tail(long entries, Duration age) {}
}
