package io.webhookguard.core.ledger;

import io.webhookguard.api.error.CorruptStateException;
import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.ledger.ArchiveMark;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.ledger.Seal;
import io.webhookguard.api.ledger.Seals;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.core.ledger.LedgerBreach.Kind;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Holds a ledger against its seals: reads all of both once, computes every digest anew, and names
 * the first thing that is not as it was.
 *
 * <p>What it finds: entries that were changed, removed or added in sealed ranges, seals that were
 * changed, seals that are missing before others. What it cannot find by itself: changes behind the
 * last seal, newest seals that were removed together with their entries, and a chain that somebody
 * with all rights made anew. Against the last two help heads that are kept elsewhere, and
 * signatures.
 *
 * <p>It only reads, and holds the entries of one seal in memory. Nodes may go on meanwhile: what is
 * added after it began counts as unsealed. Immutable.
 */
public final class LedgerVerification {

  private final Optional<PublicKey> key;
  private final Map<Long, Sha256> heads;

  private LedgerVerification(Optional<PublicKey> key, Map<Long, Sha256> heads) {
    this.key = key;
    this.heads = Map.copyOf(heads);
  }

  /** One that looks at seals and entries alone. */
  public static LedgerVerification plain() {
    return new LedgerVerification(Optional.empty(), Map.of());
  }

  /** The same, for seals that all must be signed by the owner of this key of Ed25519. */
  public LedgerVerification signedBy(PublicKey owner) {
    return new LedgerVerification(Optional.of(owner), heads);
  }

  /** The same, against what an anchor knows. Of two heads of one seal the last one counts. */
  public LedgerVerification knowing(List<SealHead> known) {
    return new LedgerVerification(
        key,
        known.stream()
            .collect(
                Collectors.toMap(SealHead::number, SealHead::digest, (first, second) -> second)));
  }

  /**
   * Verifies a store's ledger.
   *
   * @throws io.webhookguard.api.error.StoreUnavailableException if it cannot be read; then nothing
   *     is known
   */
  public LedgerVerdict verify(GuardStore store) {
    Instant now = store.doctor().examine().now();
    StoreRun run = new StoreRun(store);
    try {
      Optional<LedgerBreach> breach = run.seals();
      return breach.isPresent() ? new LedgerVerdict.Broken(breach.get()) : run.intact(now);
    } catch (EntryReader.Unreadable e) {
      return new LedgerVerdict.Broken(run.unreadable(e));
    }
  }

  /**
   * Verifies a part of a chain with its entries, such as an archive holds. What was before its
   * first seal is not looked at.
   */
  public LedgerVerdict verify(Iterator<SealedRange> ranges) {
    ChainCheck chain = new ChainCheck(key, heads, number -> Optional.empty());
    long seals = 0;
    long entries = 0;
    while (ranges.hasNext()) {
      SealedRange range = ranges.next();
      Optional<LedgerBreach> breach =
          (seals == 0 ? chain.begin(range.seal()) : chain.next(range.seal()))
              .or(() -> RangeCheck.whole(range));
      if (breach.isPresent()) {
        return new LedgerVerdict.Broken(breach.get());
      }
      seals++;
      entries += range.entries().size();
    }
    return new LedgerVerdict.Intact(
        seals,
        chain.signed(),
        entries,
        chain.last().map(Seal::upTo).orElse(0L),
        chain.last().map(Seal::digest),
        Optional.empty(),
        new LedgerVerdict.Tail(0, Duration.ZERO));
  }

  /** One verification of a store. */
  private final class StoreRun {

    private final Seals seals;
    private Optional<ArchiveMark> archived;
    private final EntryReader reader;
    private final ChainCheck chain;
    private Optional<Seal> current = Optional.empty();
    private long count;
    private long entries;

    StoreRun(GuardStore store) {
      this.seals = store.seals();
      this.archived = seals.archived();
      this.reader = new EntryReader(store.ledger(), 0);
      this.chain = new ChainCheck(key, heads, this::ahead);
    }

    private Optional<Seal> ahead(long number) {
      try {
        return seals.list(number - 1, 1).stream().findFirst();
      } catch (CorruptStateException e) {
        return Optional.empty();
      }
    }

    Optional<LedgerBreach> seals() throws EntryReader.Unreadable {
      Optional<LedgerBreach> breach = Optional.empty();
      List<Seal> page;
      do {
        long last = chain.last().map(Seal::number).orElse(0L);
        try {
          page = page(last);
        } catch (CorruptStateException e) {
          return Optional.of(
              LedgerBreach.ofSeal(
                  Kind.SEAL_CHANGED, last + 1, "cannot be read any more: " + e.getMessage()));
        }
        for (int i = 0; i < page.size() && breach.isEmpty(); i++) {
          breach = seal(page.get(i));
        }
      } while (breach.isEmpty() && !page.isEmpty());
      return breach.or(this::markedInVain).or(chain::end);
    }

    /** A page with a seal that cannot be read is read up to that one. */
    private List<Seal> page(long after) {
      try {
        return seals.list(after, Seals.MAX_PAGE);
      } catch (CorruptStateException e) {
        return seals.list(after, 1);
      }
    }

    private Optional<LedgerBreach> seal(Seal seal) throws EntryReader.Unreadable {
      Optional<LedgerBreach> breach = chain.next(seal);
      if (breach.isPresent()) {
        return breach;
      }
      current = Optional.of(seal);
      count++;
      // One more than there can be shows that there are too many.
      SealedRange range = new SealedRange(seal, reader.upTo(seal.upTo(), Seal.MAX_ENTRIES + 1));
      entries += range.entries().size();
      current = Optional.empty();
      if (!isArchived(seal)) {
        breach = RangeCheck.whole(range);
        if (breach.isEmpty()) {
          return breach;
        }
        archived = seals.archived(); // somebody may have archived it while it was read
      }
      return isArchived(seal) ? RangeCheck.rest(range).or(() -> notAsMarked(seal)) : breach;
    }

    private boolean isArchived(Seal seal) {
      return archived.filter(mark -> seal.number() <= mark.seal()).isPresent();
    }

    private Optional<LedgerBreach> notAsMarked(Seal seal) {
      return archived
          .filter(mark -> mark.seal() == seal.number() && !mark.names(seal))
          .map(
              mark ->
                  LedgerBreach.ofSeal(
                      Kind.SEAL_CHANGED,
                      seal.number(),
                      "is not as the archive's mark of " + mark.at() + " names it"));
    }

    private Optional<LedgerBreach> markedInVain() {
      return archived
          .filter(mark -> mark.seal() > count)
          .map(
              mark ->
                  LedgerBreach.ofSeal(
                      Kind.SEAL_MISSING,
                      count + 1,
                      "is not there, though entries up to seal " + mark.seal() + " are archived"));
    }

    /** The outline says which entry comes behind the last one that could be read. */
    LedgerBreach unreadable(EntryReader.Unreadable failure) {
      String why = "cannot be read any more: " + failure.why();
      if (current.isEmpty()) {
        return new LedgerBreach(
            Kind.ENTRY_CHANGED,
            0,
            failure.after(),
            "the entry behind position " + failure.after() + ", which is not sealed, " + why);
      }
      Seal seal = current.get();
      long position = seal.upTo();
      for (int i = seal.count() - 1; i >= 0 && seal.outline().position(i) > failure.after(); i--) {
        position = seal.outline().position(i);
      }
      return LedgerBreach.ofEntry(Kind.ENTRY_CHANGED, seal.number(), position, why);
    }

    LedgerVerdict intact(Instant now) throws EntryReader.Unreadable {
      long tail = 0;
      Optional<Instant> oldest = Optional.empty();
      List<LedgerEntry> page;
      do {
        page = reader.upTo(Long.MAX_VALUE, Seal.MAX_ENTRIES);
        if (tail == 0) {
          oldest = page.stream().map(LedgerEntry::at).findFirst();
        }
        tail += page.size();
      } while (!page.isEmpty());
      Duration age = oldest.map(at -> Duration.between(at, now)).orElse(Duration.ZERO);
      return new LedgerVerdict.Intact(
          count,
          chain.signed(),
          entries,
          chain.last().map(Seal::upTo).orElse(0L),
          chain.last().map(Seal::digest),
          archived,
          new LedgerVerdict.Tail(tail, age.isNegative() ? Duration.ZERO : age));
    }
  }
}
