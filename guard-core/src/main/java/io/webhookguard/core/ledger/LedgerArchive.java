package io.webhookguard.core.ledger;

import io.webhookguard.api.error.CorruptStateException;
import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.ledger.ArchiveAnswer;
import io.webhookguard.api.ledger.ArchiveMark;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.ledger.Seal;
import io.webhookguard.api.ledger.Seals;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.Limits;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Takes old entries out of a store once they are safe elsewhere: {@link #export} hands them out
 * with their seals, {@link #mark} says that they are kept, {@link #drop} removes them.
 *
 * <p>The seals stay in the store, so the chain stays whole. Whoever dies between two steps leaves
 * nothing worse than entries in two places, and the next one goes on from there. One at a time.
 */
public final class LedgerArchive {

  private final GuardStore store;

  /** The archive of this store. */
  public LedgerArchive(GuardStore store) {
    this.store = store;
  }

  /** Keeps what it is handed. */
  @FunctionalInterface
  public interface Sink {
    /** Takes the next sealed range. */
    void take(SealedRange range) throws IOException;
  }

  /**
   * Hands out whole sealed ranges behind the newest mark, in order, each of which was held against
   * its seal.
   *
   * @param before only seals that were made before this time
   * @return the last seal that was handed out; nothing if there was none
   * @throws CorruptStateException if a range is not as it was sealed
   */
  public Optional<Seal> export(Instant before, Sink sink) throws IOException {
    Optional<ArchiveMark> mark = store.seals().archived();
    EntryReader reader = new EntryReader(store.ledger(), mark.map(ArchiveMark::upTo).orElse(0L));
    Optional<Seal> last = Optional.empty();
    List<Seal> page = page(mark.map(ArchiveMark::seal).orElse(0L));
    while (!page.isEmpty()) {
      for (Seal seal : page) {
        if (!seal.at().isBefore(before)) {
          return last;
        }
        sink.take(range(reader, seal));
        last = Optional.of(seal);
      }
      page = page(page.get(page.size() - 1).number());
    }
    return last;
  }

  private List<Seal> page(long after) {
    return store.seals().list(after, Seals.MAX_PAGE);
  }

  private static SealedRange range(EntryReader reader, Seal seal) {
    try {
      List<LedgerEntry> entries = reader.upTo(seal.upTo(), Seal.MAX_ENTRIES + 1);
      SealedRange range = new SealedRange(seal, entries);
      Optional<LedgerBreach> breach = RangeCheck.whole(range);
      if (breach.isPresent()) {
        throw new CorruptStateException(breach.get().sentence());
      }
      return range;
    } catch (EntryReader.Unreadable e) {
      throw new CorruptStateException(
          "the entry behind position " + e.after() + " cannot be read any more: " + e.why(), e);
    }
  }

  /**
   * Says that all entries up to the end of this seal are kept in files, which must be so.
   *
   * @param file the digest of the file with the entries behind the mark before
   * @param actor the person who answers for it
   * @throws CorruptStateException if the store has no such seal, or another mark as far
   */
  public void mark(Seal last, Sha256 file, String actor, Instant at) {
    ArchiveMark mark = ArchiveMark.at(last, file, actor, at);
    ArchiveAnswer answer;
    try {
      answer = store.seals().archive(mark);
    } catch (OutcomeUnknownException e) {
      answer = store.seals().archive(mark);
    }
    if (answer instanceof ArchiveAnswer.Refused refused) {
      throw new CorruptStateException(
          "the store does not take the mark at seal "
              + last.number()
              + "; its newest is "
              + refused.newest().map(ArchiveMark::toString).orElse("none"));
    }
  }

  /** Removes all entries up to the newest mark, a few at a time, and says how many went. */
  public long drop() {
    long all = 0;
    int dropped;
    do {
      dropped = store.seals().dropArchived(Limits.MAX_BATCH);
      all += dropped;
    } while (dropped > 0);
    return all;
  }
}
