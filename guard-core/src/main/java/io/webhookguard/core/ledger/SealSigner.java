package io.webhookguard.core.ledger;

import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.ledger.SealSignature;

/**
 * Signs seals, so that whoever can write the store cannot make a chain that looks right.
 *
 * <p>Called from one thread at a time, in the background; it may block for a moment. If it throws,
 * nothing is sealed and it is asked again. See {@link Ed25519} for one.
 */
@FunctionalInterface
public interface SealSigner {

  /** Signs the 32 bytes of a seal's digest. */
  SealSignature sign(Sha256 digest);
}
