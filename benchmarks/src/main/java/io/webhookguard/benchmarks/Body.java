package io.webhookguard.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The payload of every contender: 1 KB. */
final class Body {

  static final byte[] BYTES = make();

  private Body() {}

  private static byte[] make() {
    byte[] body = new byte[1024];
    Arrays.fill(body, (byte) ' ');
    byte[] start =
        "{\"object\":\"event\",\"type\":\"invoice.paid\"".getBytes(StandardCharsets.UTF_8);
    System.arraycopy(start, 0, body, 0, start.length);
    body[body.length - 1] = '}';
    return body;
  }
}
