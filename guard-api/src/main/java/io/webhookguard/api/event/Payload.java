package io.webhookguard.api.event;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The bytes of a webhook's body exactly as they came, with their content type.
 *
 * <p>Immutable and safe to share. Nothing of the content appears in {@link #toString}.
 */
public final class Payload {

  /** The largest payload in bytes; sources usually set a lower limit. */
  public static final int MAX_BYTES = 32 * 1024 * 1024;

  /** The longest content type in characters. */
  public static final int MAX_CONTENT_TYPE_CHARS = 255;

  private final String contentType;
  private final byte[] bytes;
  private final Sha256 sha256;

  private Payload(String contentType, byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a payload has at most " + MAX_BYTES + " bytes, got " + bytes.length);
    }
    if (contentType.length() > MAX_CONTENT_TYPE_CHARS
        || contentType.chars().anyMatch(c -> c < ' ' || c > '~')) {
      throw new IllegalArgumentException(
          "a content type is at most " + MAX_CONTENT_TYPE_CHARS + " printable ASCII characters");
    }
    this.contentType = contentType;
    this.bytes = bytes;
    this.sha256 = Sha256.of(bytes);
  }

  /**
   * Copies the bytes.
   *
   * @param contentType as the sender named it, or empty
   */
  public static Payload of(String contentType, byte[] bytes) {
    return new Payload(contentType, bytes.clone());
  }

  /** The content type as the sender named it, or empty. */
  public String contentType() {
    return contentType;
  }

  /** The number of bytes. */
  public int size() {
    return bytes.length;
  }

  /** The digest of the bytes, which tells a repeated body from a changed one. */
  public Sha256 sha256() {
    return sha256;
  }

  /** A copy of the bytes. */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  /** The bytes without a copy; writes are refused. */
  public ByteBuffer asBuffer() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  /** The bytes as a stream, without a copy. */
  public InputStream asStream() {
    return new ByteArrayInputStream(bytes);
  }

  /** Equal when content type and bytes are. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Payload that
        && contentType.equals(that.contentType)
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return sha256.hashCode();
  }

  @Override
  public String toString() {
    return "Payload[" + bytes.length + " bytes]";
  }
}
