package io.webhookguard.core.ledger;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.ledger.Seal;
import io.webhookguard.api.ledger.SealSignature;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Signatures of seals by Ed25519, with keys in PEM as {@code openssl genpkey -algorithm ed25519}
 * and {@code openssl pkey -pubout} write them.
 */
public final class Ed25519 {

  private static final String ALGORITHM = "Ed25519";
  private static final Pattern PEM =
      Pattern.compile(
          "-----BEGIN (PRIVATE|PUBLIC) KEY-----([A-Za-z0-9+/=\\s]+)-----END \\1 KEY-----");

  private Ed25519() {}

  /**
   * Signs with the key.
   *
   * @throws ConfigurationException if it is no private key of Ed25519
   */
  public static SealSigner signer(PrivateKey key) {
    try {
      sign(key, Sha256.of(new byte[0]));
    } catch (GeneralSecurityException e) {
      throw new ConfigurationException("this is no private key of Ed25519", e);
    }
    return digest -> {
      try {
        return sign(key, digest);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("a key that could sign cannot any more", e);
      }
    };
  }

  private static SealSignature sign(PrivateKey key, Sha256 digest) throws GeneralSecurityException {
    Signature engine = Signature.getInstance(ALGORITHM);
    engine.initSign(key);
    engine.update(digest.toByteArray());
    return SealSignature.of(engine.sign());
  }

  /**
   * Whether the key's owner signed this seal as it is.
   *
   * @throws ConfigurationException if it is no public key of Ed25519
   */
  public static boolean isSigned(Seal seal, PublicKey key) {
    try {
      Signature engine = Signature.getInstance(ALGORITHM);
      engine.initVerify(key);
      engine.update(seal.digest().toByteArray());
      return engine.verify(seal.signature().toByteArray());
    } catch (SignatureException e) {
      return false; // not even the form of one
    } catch (InvalidKeyException e) {
      throw new ConfigurationException("this is no public key of Ed25519", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform from 15 on has Ed25519", e);
    }
  }

  /**
   * Reads a private key.
   *
   * @param pem PKCS #8, not encrypted
   * @throws ConfigurationException if there is none; the text is not repeated
   */
  public static PrivateKey privateKey(String pem) {
    byte[] der = der(pem, "PRIVATE");
    try {
      return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException e) {
      throw new ConfigurationException("the private key is not one of Ed25519", e);
    }
  }

  /**
   * Reads a public key.
   *
   * @param pem X.509
   * @throws ConfigurationException if there is none
   */
  public static PublicKey publicKey(String pem) {
    byte[] der = der(pem, "PUBLIC");
    try {
      return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(der));
    } catch (GeneralSecurityException e) {
      throw new ConfigurationException("the public key is not one of Ed25519", e);
    }
  }

  private static byte[] der(String pem, String kind) {
    Matcher found = PEM.matcher(pem);
    if (!found.find() || !found.group(1).equals(kind)) {
      throw new ConfigurationException(
          "a key in PEM has the line -----BEGIN " + kind + " KEY-----, and this has not");
    }
    try {
      return Base64.getMimeDecoder().decode(found.group(2));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException("the key in PEM is damaged", e);
    }
  }
}
