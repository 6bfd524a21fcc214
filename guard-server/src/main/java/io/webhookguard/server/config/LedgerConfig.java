package io.webhookguard.server.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How the ledger is sealed.
 *
 * @param signingKey a file with the private key of Ed25519 that signs seals, if they are signed
 * @param publicKey a file with its public key, for those who verify
 * @param anchor a file in which each seal leaves a line, if there is one
 */
public record LedgerConfig(
    Optional<Path> signingKey, Optional<Path> publicKey, Optional<Path> anchor) {

  /** Seals are not signed, and kept in the store alone. */
  public static final LedgerConfig NONE =
      new LedgerConfig(Optional.empty(), Optional.empty(), Optional.empty());
}
