package io.webhookguard.api.ledger;

import java.util.Arrays;
import java.util.HexFormat;

/** A signature over the digest of a seal, or that there is none. Immutable. */
public final class SealSignature {

  /** The longest signature in bytes. One of Ed25519 has 64. */
  public static final int MAX_BYTES = 512;

  /** Nobody signed. */
  public static final SealSignature NONE = new SealSignature(new byte[0]);

  private final byte[] bytes;

  private SealSignature(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * A signature of these bytes; of no bytes, it is {@link #NONE}.
   *
   * @throws IllegalArgumentException above {@value #MAX_BYTES} bytes
   */
  public static SealSignature of(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a signature has at most " + MAX_BYTES + " bytes, got " + bytes.length);
    }
    return bytes.length == 0 ? NONE : new SealSignature(bytes.clone());
  }

  /** Whether nobody signed. */
  public boolean isNone() {
    return bytes.length == 0;
  }

  /** A copy of the bytes; none where nobody signed. */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SealSignature that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return isNone() ? "unsigned" : HexFormat.of().formatHex(bytes);
  }
}
