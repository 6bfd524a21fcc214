package io.webhookguard.servlet;

import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * Takes a body off its stream and never more than one byte past the limit.
 *
 * <p>That one byte is how a body of unknown length shows itself too large. Memory grows with what
 * has come, not with what was announced: many connections that announce much and send nothing cost
 * nothing.
 */
final class BoundedBody {

  private static final int FIRST_BYTES = 4 * 1024;

  private final int limit;
  private byte[] bytes;
  private int size;

  BoundedBody(int limit) {
    this.limit = limit;
    this.bytes = new byte[Math.min(FIRST_BYTES, limit + 1)];
  }

  /**
   * Takes what the stream has at hand.
   *
   * @return false at the end of the stream
   */
  boolean readFrom(ServletInputStream stream) throws IOException {
    if (isOver()) {
      throw new IllegalStateException("nothing is read past the limit");
    }
    if (size == bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.min(2 * bytes.length, limit + 1));
    }
    int read = stream.read(bytes, size, bytes.length - size);
    size += Math.max(0, read);
    return read >= 0;
  }

  /** Whether the body is larger than the limit. */
  boolean isOver() {
    return size > limit;
  }

  /** What was read. */
  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  /** Lets go of what was read. */
  void discard() {
    bytes = new byte[1];
    size = 0;
  }
}
