package io.webhookguard.core.ledger;

import io.webhookguard.api.ledger.LedgerDigests;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.ledger.Outline;
import io.webhookguard.api.ledger.Seal;
import io.webhookguard.core.ledger.LedgerBreach.Kind;
import java.util.List;
import java.util.Optional;

/** Holds the entries of one range against its seal. */
final class RangeCheck {

  private RangeCheck() {}

  /** The root decides; the outline finds the place. */
  static Optional<LedgerBreach> whole(SealedRange range) {
    Seal seal = range.seal();
    List<LedgerEntry> found = range.entries();
    if (found.size() == seal.count()
        && LedgerDigests.rootOf(found).equals(seal.root())
        && Outline.of(found).equals(seal.outline())) {
      return Optional.empty();
    }
    return Optional.of(firstDifference(seal, found));
  }

  private static LedgerBreach firstDifference(Seal seal, List<LedgerEntry> found) {
    Outline outline = seal.outline();
    for (int i = 0; i < Math.max(outline.size(), found.size()); i++) {
      if (i == outline.size() || (i < found.size() && isBefore(found.get(i), outline, i))) {
        return added(seal, found.get(i));
      }
      if (i == found.size() || found.get(i).position() > outline.position(i)) {
        return LedgerBreach.ofEntry(
            Kind.ENTRY_REMOVED,
            seal.number(),
            outline.position(i),
            "is not there, though it was when the range was sealed at " + seal.at());
      }
      if (!outline.fits(i, found.get(i))) {
        return changed(seal, found.get(i));
      }
    }
    return LedgerBreach.ofSeal(
        Kind.SEAL_CHANGED,
        seal.number(),
        "has another root than its entries, each of which is as it was: the seal was changed");
  }

  private static boolean isBefore(LedgerEntry entry, Outline outline, int index) {
    return entry.position() < outline.position(index);
  }

  /**
   * Entries of an archived range that are still there, or are there again: they may be fewer, and
   * must be those that were sealed.
   */
  static Optional<LedgerBreach> rest(SealedRange range) {
    Outline outline = range.seal().outline();
    int index = 0;
    for (LedgerEntry entry : range.entries()) {
      while (index < outline.size() && outline.position(index) < entry.position()) {
        index++;
      }
      if (index == outline.size() || outline.position(index) != entry.position()) {
        return Optional.of(added(range.seal(), entry));
      }
      if (!outline.fits(index, entry)) {
        return Optional.of(changed(range.seal(), entry));
      }
    }
    return Optional.empty();
  }

  private static LedgerBreach added(Seal seal, LedgerEntry entry) {
    return LedgerBreach.ofEntry(
        Kind.ENTRY_ADDED,
        seal.number(),
        entry.position(),
        "was not there when the range was sealed at " + seal.at() + ": " + shortly(entry));
  }

  private static LedgerBreach changed(Seal seal, LedgerEntry entry) {
    return LedgerBreach.ofEntry(
        Kind.ENTRY_CHANGED,
        seal.number(),
        entry.position(),
        "is not as it was when the range was sealed at " + seal.at() + ": " + shortly(entry));
  }

  /** What it says now. */
  private static String shortly(LedgerEntry entry) {
    String subject =
        entry
            .subject()
            .match(
                event -> event.key() + ", number " + entry.number(),
                source -> "source " + source.source());
    return entry.kind() + " of " + subject + " at " + entry.at() + " by " + entry.actor();
  }
}
