package io.webhookguard.api.ledger;

import io.webhookguard.api.event.Sha256;
import java.time.Instant;
import java.util.List;

/**
 * What is hashed of entries and seals, byte for byte: the one place that says so.
 *
 * <p>Entries are the leaves of a tree as in RFC 6962: the left half of n leaves has the greatest
 * power of two that is less than n. A leaf is a {@linkplain Sha256#ofTuple tuple}, whose first byte
 * is 0 since no domain is longer than 16 MiB; a node begins with 1. So nobody passes one for the
 * other. Numbers are hashed as decimal text, times as seconds and nanoseconds.
 */
public final class LedgerDigests {

  private static final String ENTRY = "guard.ledger.entry.v1";
  private static final String SEAL = "guard.ledger.seal.v1";
  private static final byte NODE = 1;

  private LedgerDigests() {}

  /** The digest of all that an entry says, its position included. */
  public static Sha256 ofEntry(LedgerEntry entry) {
    return entry
        .subject()
        .match(
            event ->
                ofEntry(
                    entry,
                    "event",
                    event.key().route().source(),
                    event.key().route().consumer(),
                    event.key().scope(),
                    event.key().eventId()),
            source -> ofEntry(entry, "source", source.source(), "", "", ""));
  }

  private static Sha256 ofEntry(
      LedgerEntry entry,
      String subject,
      String source,
      String consumer,
      String scope,
      String eventId) {
    return Sha256.ofTuple(
        ENTRY,
        text(entry.position()),
        subject,
        source,
        consumer,
        scope,
        eventId,
        text(entry.number()),
        text(entry.at()),
        entry.kind().name(),
        entry.actor(),
        text(entry.generation()),
        text(entry.attempt()),
        text(entry.token()),
        text(entry.count()),
        entry.detail());
  }

  /**
   * The root over entries, in their order.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static Sha256 rootOf(List<LedgerEntry> entries) {
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("nothing has no root");
    }
    return root(entries.stream().map(LedgerDigests::ofEntry).toList());
  }

  private static Sha256 root(List<Sha256> leaves) {
    if (leaves.size() == 1) {
      return leaves.get(0);
    }
    int left = Integer.highestOneBit(leaves.size() - 1);
    byte[] node = new byte[1 + 2 * Sha256.BYTES];
    node[0] = NODE;
    System.arraycopy(root(leaves.subList(0, left)).toByteArray(), 0, node, 1, Sha256.BYTES);
    System.arraycopy(
        root(leaves.subList(left, leaves.size())).toByteArray(),
        0,
        node,
        1 + Sha256.BYTES,
        Sha256.BYTES);
    return Sha256.of(node);
  }

  /** The digest of all that a seal says but for its signature, which is made over this digest. */
  static Sha256 ofSeal(Seal seal) {
    return Sha256.ofTuple(
        SEAL,
        text(seal.number()),
        text(seal.after()),
        text(seal.upTo()),
        seal.root().toHex(),
        Sha256.of(seal.outline().toByteArray()).toHex(),
        seal.previous().toHex(),
        text(seal.at()));
  }

  private static String text(long number) {
    return Long.toString(number);
  }

  private static String text(Instant at) {
    return at.getEpochSecond() + "." + at.getNano();
  }
}
