package io.webhookguard.benchmarks;

import java.nio.charset.StandardCharsets;

/** The payload of every contender: 1 KB. */
final class Body {

  private static final int SIZE = 1024;

  /** A large odd number, whose multiples look like anything. */
  private static final int SCATTER = 0x9E3779B9;

  static final byte[] BYTES = make();

  private Body() {}

  /** Text that a compressor finds as hard as real events: half of it is made of ids. */
  private static byte[] make() {
    StringBuilder body =
        new StringBuilder("{\"object\":\"event\",\"type\":\"invoice.paid\",\"data\":{");
    for (int i = 0; body.length() < SIZE - 32; i++) {
      body.append("\"field_").append(i).append("\":\"");
      body.append(Integer.toHexString((i + 1) * SCATTER)).append("\",");
    }
    body.append("\"end\":\"");
    while (body.length() < SIZE - 3) {
      body.append('0');
    }
    return body.append("\"}}").toString().getBytes(StandardCharsets.UTF_8);
  }
}
