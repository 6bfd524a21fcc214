package io.webhookguard.core.ledger;

import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.ledger.Seal;
import io.webhookguard.core.ledger.LedgerBreach.Kind;
import java.security.PublicKey;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/** Holds seals against each other, one after the other, and against what anchors know of them. */
final class ChainCheck {

  private final Optional<PublicKey> key;
  private final Map<Long, Sha256> heads;

  /** The seal with a number, for a look ahead. */
  private final LongFunction<Optional<Seal>> seals;

  private Optional<Seal> last = Optional.empty();
  private long signed;

  ChainCheck(Optional<PublicKey> key, Map<Long, Sha256> heads, LongFunction<Optional<Seal>> seals) {
    this.key = key;
    this.heads = heads;
    this.seals = seals;
  }

  Optional<Seal> last() {
    return last;
  }

  long signed() {
    return signed;
  }

  /** The first seal of a part of a chain: what was before it is not looked at. */
  Optional<LedgerBreach> begin(Seal seal) {
    return byItself(seal);
  }

  /** The next seal. */
  Optional<LedgerBreach> next(Seal seal) {
    long expected = last.map(Seal::number).orElse(0L) + 1;
    if (seal.number() != expected) {
      return Optional.of(
          LedgerBreach.ofSeal(
              Kind.SEAL_MISSING, expected, "is not there, though seal " + seal.number() + " is"));
    }
    Optional<Seal> before = last;
    Optional<LedgerBreach> alone = byItself(seal);
    if (alone.isPresent()) {
      return alone;
    }
    return seal.follows(before) ? Optional.empty() : Optional.of(torn(before, seal));
  }

  private Optional<LedgerBreach> byItself(Seal seal) {
    if (key.isPresent() && !Ed25519.isSigned(seal, key.get())) {
      return Optional.of(
          LedgerBreach.ofSeal(
              Kind.SIGNATURE_WRONG,
              seal.number(),
              seal.signature().isNone()
                  ? "is not signed"
                  : "was changed after it was signed, or signed with another key"));
    }
    Sha256 known = heads.get(seal.number());
    if (known != null && !known.equals(seal.digest())) {
      return Optional.of(
          LedgerBreach.ofSeal(
              Kind.SEAL_CHANGED,
              seal.number(),
              "has the digest " + seal.digest() + ", and an anchor knows it by " + known));
    }
    signed += seal.signature().isNone() ? 0 : 1;
    last = Optional.of(seal);
    return Optional.empty();
  }

  /**
   * A seal does not name the one before as it is. If the next one names this seal, it is the one
   * before that was changed.
   */
  private LedgerBreach torn(Optional<Seal> before, Seal seal) {
    Optional<Seal> after = seals.apply(seal.number() + 1);
    boolean named = after.filter(next -> next.previous().equals(seal.digest())).isPresent();
    if (before.isPresent() && named) {
      return LedgerBreach.ofSeal(
          Kind.SEAL_CHANGED, before.get().number(), "is not the one that seals behind it name");
    }
    String which =
        before.isPresent() && after.isEmpty() ? ": one of the two was changed" : ": it was changed";
    return LedgerBreach.ofSeal(
        Kind.SEAL_CHANGED,
        seal.number(),
        "does not name "
            + before.map(it -> "seal " + it.number()).orElse("the beginning")
            + " as it is"
            + which);
  }

  /** What an anchor knows and is not there. */
  Optional<LedgerBreach> end() {
    long newest = last.map(Seal::number).orElse(0L);
    return heads.keySet().stream()
        .filter(number -> number > newest)
        .min(Long::compare)
        .map(
            number ->
                LedgerBreach.ofSeal(
                    Kind.SEAL_MISSING,
                    number,
                    "is not there, though an anchor knows it: the newest seal is " + newest));
  }
}
