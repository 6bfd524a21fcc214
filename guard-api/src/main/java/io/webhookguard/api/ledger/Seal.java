package io.webhookguard.api.ledger;

import io.webhookguard.api.event.Sha256;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Says what the ledger held in one range of positions, and which seal was there before.
 *
 * <p>Whoever changes, removes or adds an entry in the range, or changes a seal, makes one of the
 * digests wrong. It does not say who wrote it: whoever can write all seals anew can make a chain
 * that fits. Against that there are signatures and heads that are kept elsewhere.
 *
 * @param number 1, 2, 3 … without gaps
 * @param after the range begins behind this position: where the seal before ended, 0 for the first
 * @param upTo the position of the last entry in the range
 * @param root over all entries of the range, see {@link LedgerDigests#rootOf}
 * @param outline tells the entries of the range apart
 * @param previous the digest of the seal before, {@link #BEGINNING} for the first
 * @param at when it was made, by the store's clock, in whole milliseconds
 * @param signature over {@link #digest}; not part of it
 */
public record Seal(
    long number,
    long after,
    long upTo,
    Sha256 root,
    Outline outline,
    Sha256 previous,
    Instant at,
    SealSignature signature) {

  /** The most entries under one seal. */
  public static final int MAX_ENTRIES = 1_000;

  /** What the first seal has in the place of a digest of the one before. */
  public static final Sha256 BEGINNING = Sha256.ofTuple("guard.ledger.beginning.v1");

  public Seal {
    if (number < 1 || after < 0 || upTo <= after) {
      throw new IllegalArgumentException(
          "no seal is number " + number + " from " + after + " to " + upTo);
    }
    if (outline.position(outline.size() - 1) != upTo || outline.position(0) <= after) {
      throw new IllegalArgumentException("the outline of seal " + number + " is not of its range");
    }
    if (number == 1 && !(after == 0 && previous.equals(BEGINNING))) {
      throw new IllegalArgumentException("the first seal follows on nothing");
    }
    at = at.truncatedTo(ChronoUnit.MILLIS);
  }

  /**
   * The unsigned seal that comes next.
   *
   * @param newest the newest seal, if there is any
   * @param entries all entries behind it up to the end of the new range, in order of position: 1 to
   *     {@value #MAX_ENTRIES}
   * @param at the store's now
   */
  public static Seal next(Optional<Seal> newest, List<LedgerEntry> entries, Instant at) {
    if (entries.isEmpty() || entries.size() > MAX_ENTRIES) {
      throw new IllegalArgumentException(
          "a seal has 1 to " + MAX_ENTRIES + " entries, got " + entries.size());
    }
    return new Seal(
        newest.map(Seal::number).orElse(0L) + 1,
        newest.map(Seal::upTo).orElse(0L),
        entries.get(entries.size() - 1).position(),
        LedgerDigests.rootOf(entries),
        Outline.of(entries),
        newest.map(Seal::digest).orElse(BEGINNING),
        at,
        SealSignature.NONE);
  }

  /** This seal with a signature over its digest. */
  public Seal signed(SealSignature made) {
    return new Seal(number, after, upTo, root, outline, previous, at, made);
  }

  /** How many entries its range has. */
  public int count() {
    return outline.size();
  }

  /** The digest of all it says but for the signature: what the next seal names it by. */
  public Sha256 digest() {
    return LedgerDigests.ofSeal(this);
  }

  /** Whether it comes right behind this seal, or is the first where there is none. */
  public boolean follows(Optional<Seal> before) {
    return number == before.map(Seal::number).orElse(0L) + 1
        && after == before.map(Seal::upTo).orElse(0L)
        && previous.equals(before.map(Seal::digest).orElse(BEGINNING));
  }
}
