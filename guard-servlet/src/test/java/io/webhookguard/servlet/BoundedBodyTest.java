package io.webhookguard.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedBodyTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 4_095, 4_096, 4_097, 100_000})
  @DisplayName("a body of exactly the limit is taken whole")
  void bodyOfTheLimitIsTaken(int limit) throws IOException {
    BoundedBody body = new BoundedBody(limit);

    readAll(body, new Counted(limit));

    assertThat(body.isOver()).isFalse();
    assertThat(body.toByteArray()).hasSize(limit).containsOnly(7);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 4_095, 4_096, 4_097, 100_000})
  @DisplayName("one byte past the limit shows, and nothing more is taken off the stream")
  void nothingIsTakenPastTheLimit(int limit) throws IOException {
    BoundedBody body = new BoundedBody(limit);
    Counted stream = new Counted(Integer.MAX_VALUE);

    readAll(body, stream);

    assertThat(body.isOver()).isTrue();
    assertThat(stream.taken).isEqualTo(limit + 1L);
    assertThatThrownBy(() -> body.readFrom(stream)).isInstanceOf(IllegalStateException.class);
    assertThat(stream.taken).isEqualTo(limit + 1L);
  }

  @Test
  @DisplayName("a stream that gives little at a time is read on")
  void smallPartsAddUp() throws IOException {
    BoundedBody body = new BoundedBody(50);
    Counted stream = new Counted(20);
    stream.atOnce = 3;

    readAll(body, stream);

    assertThat(body.toByteArray()).hasSize(20);
  }

  private static void readAll(BoundedBody body, ServletInputStream stream) throws IOException {
    boolean more = true;
    while (more && !body.isOver()) {
      more = body.readFrom(stream);
    }
  }

  /** Gives sevens and counts them. */
  private static final class Counted extends ServletInputStream {

    private final long total;
    private long taken;
    private int atOnce = Integer.MAX_VALUE;

    Counted(long total) {
      this.total = total;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      int count = (int) Math.min(Math.min(length, atOnce), total - taken);
      Arrays.fill(bytes, offset, offset + count, (byte) 7);
      taken += count;
      return count == 0 ? -1 : count;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public boolean isFinished() {
      return taken == total;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new UnsupportedOperationException("this stream is read directly");
    }
  }
}
