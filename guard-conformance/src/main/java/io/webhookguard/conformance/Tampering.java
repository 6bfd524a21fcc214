package io.webhookguard.conformance;

import io.webhookguard.api.event.Payload;
import io.webhookguard.api.provider.Headers;
import io.webhookguard.api.provider.RawRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** What strangers do to requests. */
final class Tampering {

  private static final int MAX_FLIPS = 4096 * 8;

  /** What may stand between two parts of a header line. */
  private static final String SEPARATORS = ",;. ";

  private Tampering() {}

  static byte[] flipped(byte[] bytes, int bit) {
    byte[] changed = bytes.clone();
    changed[bit / 8] ^= (byte) (1 << bit % 8);
    return changed;
  }

  /** Every bit; of more than 4 KiB as many, evenly spread. */
  static int[] bitsOf(byte[] bytes) {
    int all = bytes.length * 8;
    int looked = Math.min(all, MAX_FLIPS);
    return IntStream.range(0, looked).map(i -> (int) ((long) i * all / looked)).toArray();
  }

  /** The line without the part that the character belongs to, and without one separator. */
  static String withoutPart(String line, int index) {
    if (SEPARATORS.indexOf(line.charAt(index)) >= 0) {
      return line.substring(0, index) + line.substring(index + 1);
    }
    int start = index;
    while (start > 0 && SEPARATORS.indexOf(line.charAt(start - 1)) < 0) {
      start--;
    }
    int end = index;
    while (end < line.length() && SEPARATORS.indexOf(line.charAt(end)) < 0) {
      end++;
    }
    return start > 0
        ? line.substring(0, start - 1) + line.substring(end)
        : line.substring(Math.min(end + 1, line.length()));
  }

  static byte[] latin1(Payload body) {
    return new String(body.toByteArray(), StandardCharsets.UTF_8)
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  static RawRequest withLines(RawRequest request, String header, List<String> lines) {
    Map<String, List<String>> all = new HashMap<>(request.headers().asMap());
    all.put(header.toLowerCase(Locale.ROOT), lines);
    return RawRequest.of(request.method(), request.url(), Headers.of(all), request.body());
  }

  static RawRequest withBody(RawRequest request, Payload body) {
    return RawRequest.of(request.method(), request.url(), request.headers(), body);
  }

  /** Values of a header that parsers have stumbled over, and random changes of a genuine one. */
  static List<String> oddValues(String genuine) {
    List<String> values =
        new ArrayList<>(
            List.of(
                "",
                " ",
                ",",
                "=",
                "=,=",
                ";",
                "t=",
                "t=,v1=",
                "v1=",
                "t",
                "\u0000",
                "\n",
                "é🧾",
                "\ud800",
                "%s%n",
                "-1",
                "999999999999999999999",
                "a".repeat(100_000),
                "=".repeat(100_000),
                ",".repeat(100_000),
                genuine + genuine,
                genuine + ",",
                "," + genuine,
                genuine.toUpperCase(Locale.ROOT),
                genuine + "\u0000"));
    Random random = new Random(11);
    for (int i = 0; i < 1_000 && !genuine.isEmpty(); i++) {
      StringBuilder changed = new StringBuilder(genuine);
      int at = random.nextInt(changed.length());
      switch (i % 3) {
        case 0 -> changed.deleteCharAt(at);
        case 1 -> changed.insert(at, (char) random.nextInt(256));
        default -> changed.setCharAt(at, (char) random.nextInt(256));
      }
      values.add(changed.toString());
    }
    return values;
  }
}
