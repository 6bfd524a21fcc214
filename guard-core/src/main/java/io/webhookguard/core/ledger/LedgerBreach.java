package io.webhookguard.core.ledger;

/**
 * The first thing in the ledger that is not as it was sealed.
 *
 * @param kind what was done, as far as it shows
 * @param seal the number of the seal that is about it, or is wrong itself; 0 behind the last seal
 * @param position of the entry; 0 where the seal is wrong
 * @param sentence all of it for a person
 */
public record LedgerBreach(Kind kind, long seal, long position, String sentence) {

  /** What was done. */
  public enum Kind {
    /** An entry says something else than when it was sealed, or cannot be read any more. */
    ENTRY_CHANGED,
    /** An entry that was sealed is not there. */
    ENTRY_REMOVED,
    /** An entry is there that was not when its range was sealed. */
    ENTRY_ADDED,
    /** A seal says something else than when it was made, or cannot be read any more. */
    SEAL_CHANGED,
    /** A seal is not there, though one behind it is, or an anchor knows it. */
    SEAL_MISSING,
    /** A seal is not signed by the owner of the key. */
    SIGNATURE_WRONG
  }

  static LedgerBreach ofEntry(Kind kind, long seal, long position, String what) {
    return new LedgerBreach(
        kind, seal, position, "entry " + position + " in the range of seal " + seal + " " + what);
  }

  static LedgerBreach ofSeal(Kind kind, long seal, String what) {
    return new LedgerBreach(kind, seal, 0, "seal " + seal + " " + what);
  }
}
