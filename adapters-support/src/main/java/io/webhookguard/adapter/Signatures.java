package io.webhookguard.adapter;

import io.webhookguard.api.provider.Secret;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Computes and compares signatures, the same way for every provider.
 *
 * <p>Signatures are compared as decoded bytes of one fixed length. Comparing texts up to the
 * shorter one is how an empty signature once passed as valid (RUSTSEC-2024-0010, CVE-2024-21491).
 */
public final class Signatures {

  /** Length of an HMAC-SHA256 signature in bytes. */
  public static final int SHA256_BYTES = 32;

  /** The most candidate signatures that one request may carry. */
  public static final int MAX_CANDIDATES = 16;

  private Signatures() {}

  /**
   * The HMAC-SHA256 over the parts one after another.
   *
   * @param key the key's bytes, not empty
   */
  public static byte[] hmacSha256(byte[] key, ByteBuffer... parts) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      for (ByteBuffer part : parts) {
        mac.update(part.duplicate());
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
    }
  }

  /** The secrets as keys, for providers that use the whole text as it is shown. */
  public static List<byte[]> keysOf(List<Secret> secrets) {
    return secrets.stream().map(Secret::revealBytes).toList();
  }

  /**
   * Whether any candidate is any of the expected signatures.
   *
   * <p>Every pair is compared, each in constant time: neither which secret matched nor how much of
   * a candidate was right shows in the time taken.
   */
  public static boolean anyMatch(List<byte[]> expected, List<byte[]> candidates) {
    boolean matched = false;
    for (byte[] right : expected) {
      for (byte[] candidate : candidates) {
        matched |= MessageDigest.isEqual(right, candidate);
      }
    }
    return matched;
  }

  /** The bytes of 64 lower-case hexadecimal characters; nothing for any other text. */
  public static Optional<byte[]> decodeHexSha256(String text) {
    if (text.length() != 2 * SHA256_BYTES || !text.chars().allMatch(Signatures::isLowerHex)) {
      return Optional.empty();
    }
    return Optional.of(HexFormat.of().parseHex(text));
  }

  private static boolean isLowerHex(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }
}
