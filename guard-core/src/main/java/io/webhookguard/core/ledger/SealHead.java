package io.webhookguard.core.ledger;

import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.ledger.Seal;

/**
 * What an anchor knows of a seal.
 *
 * @param number the seal's number
 * @param digest its digest, see {@link Seal#digest}
 */
public record SealHead(long number, Sha256 digest) {

  /** That of this seal. */
  public static SealHead of(Seal seal) {
    return new SealHead(seal.number(), seal.digest());
  }
}
