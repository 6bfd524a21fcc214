package io.webhookguard.core.ledger;

import java.util.Optional;

/**
 * How a node seals the ledger. Immutable.
 *
 * @param signer who signs seals, if anybody does
 * @param anchor where seals are kept besides, if anywhere
 */
public record Sealing(Optional<SealSigner> signer, Optional<SealAnchor> anchor) {

  /** Seals are not signed and kept in the store alone. */
  public static final Sealing DEFAULT = new Sealing(Optional.empty(), Optional.empty());

  /** The same, signed. */
  public Sealing signedBy(SealSigner wanted) {
    return new Sealing(Optional.of(wanted), anchor);
  }

  /** The same, kept there too. */
  public Sealing anchoredAt(SealAnchor wanted) {
    return new Sealing(signer, Optional.of(wanted));
  }
}
