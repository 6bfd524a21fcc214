package io.webhookguard.api.event;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A SHA-256 digest: 32 immutable bytes.
 *
 * <p>Digests name things (keys, lanes, bodies) in fixed width, so that no store ever compares,
 * truncates or collates text that a stranger chose. They are not secrets: {@link #equals} is not
 * constant-time and must not be used to compare signatures.
 */
public final class Sha256 implements Comparable<Sha256> {

  /** Length of a digest in bytes. */
  public static final int BYTES = 32;

  private final byte[] bytes;

  private Sha256(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Wraps a digest that was computed before.
   *
   * @throws IllegalArgumentException unless there are exactly {@value #BYTES} bytes
   */
  public static Sha256 ofDigest(byte[] digest) {
    if (digest.length != BYTES) {
      throw new IllegalArgumentException("a SHA-256 digest has 32 bytes, got " + digest.length);
    }
    return new Sha256(digest.clone());
  }

  /** Computes the digest of the bytes. */
  public static Sha256 of(byte[] content) {
    return new Sha256(engine().digest(content));
  }

  /**
   * Computes the digest of several texts such that no two different lists share one input: a domain
   * tag, then each text's UTF-8 length in four big-endian bytes, then its bytes.
   */
  public static Sha256 ofTuple(String domain, String... parts) {
    MessageDigest engine = engine();
    feed(engine, domain);
    for (String part : parts) {
      feed(engine, part);
    }
    return new Sha256(engine.digest());
  }

  private static void feed(MessageDigest engine, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    engine.update((byte) (utf8.length >>> 24));
    engine.update((byte) (utf8.length >>> 16));
    engine.update((byte) (utf8.length >>> 8));
    engine.update((byte) utf8.length);
    engine.update(utf8);
  }

  private static MessageDigest engine() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** A copy of the 32 bytes. */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  /** The digest as 64 lower-case hexadecimal characters. */
  public String toHex() {
    return HexFormat.of().formatHex(bytes);
  }

  /** Orders digests by their unsigned bytes, as binary columns of databases do. */
  @Override
  public int compareTo(Sha256 other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sha256 that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return toHex();
  }
}
