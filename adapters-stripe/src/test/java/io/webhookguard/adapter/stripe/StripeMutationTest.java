package io.webhookguard.adapter.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.adapter.Signatures;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Flips each bit of each valid vector. */
class StripeMutationTest {

  private static final int BITS = 8;

  static Stream<Vector> validVectors() {
    return Vector.valid();
  }

  @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
  @MethodSource("validVectors")
  @DisplayName("no bit of the body can be flipped")
  void everyBitOfTheBodyCounts(Vector vector) {
    for (int bit = 0; bit < vector.body().length * BITS; bit++) {
      byte[] body = vector.body().clone();
      body[bit / BITS] ^= (byte) (1 << bit % BITS);

      assertThat(Judgement.of(vector.withBody(body))).as("bit %d", bit).isEqualTo("SIG_MISMATCH");
    }
  }

  /**
   * Excused are the bits of parts that a verifier must ignore: a {@code v1} that is not the right
   * one, be it of another secret or no signature at all, and other schemes. Flipped, such a part is
   * another such part, or it breaks the grammar; neither makes the right one wrong.
   */
  @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
  @MethodSource("validVectors")
  @DisplayName("no bit of the time and of the right signature can be flipped")
  void everyBitOfTheSignatureCounts(Vector vector) {
    String line = vector.signatures().get(0);
    byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
    for (int bit = 0; bit < bytes.length * BITS; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / BITS] ^= (byte) (1 << bit % BITS);

      String judgement =
          Judgement.of(vector.withSignature(new String(flipped, StandardCharsets.ISO_8859_1)));

      if (isExcused(vector, line, bit / BITS)) {
        assertThat(judgement).as("bit %d", bit).isIn(Judgement.AUTHENTIC, "SIG_MALFORMED");
      } else {
        assertThat(judgement).as("bit %d", bit).startsWith("SIG_");
      }
    }
  }

  /** Whether a character lies in a part that says nothing about the request. */
  private static boolean isExcused(Vector vector, String line, int index) {
    if (line.charAt(index) == ',') {
      return false;
    }
    int start = line.lastIndexOf(',', index) + 1;
    int end = line.indexOf(',', index);
    String part = line.substring(start, end < 0 ? line.length() : end);
    return !part.startsWith("t=") && !rightParts(vector, line).contains(part);
  }

  private static Set<String> rightParts(Vector vector, String line) {
    String signedAt = StripeSignature.parse(line).orElseThrow().signedAt();
    return vector.secrets().stream()
        .map(secret -> secret.getBytes(StandardCharsets.UTF_8))
        .map(key -> StripeSignature.sign(key, signedAt, vector.payload()))
        .map(v1 -> "v1=" + HexFormat.of().formatHex(v1))
        .collect(Collectors.toSet());
  }

  @Test
  @DisplayName("the excuse covers the parts that do not match, and nothing else")
  void excusesNothingElse() {
    for (Vector vector : Vector.valid().toList()) {
      String line = vector.signatures().get(0);
      long counted =
          IntStream.range(0, line.length()).filter(i -> !isExcused(vector, line, i)).count();

      int time = "t=".length() + StripeSignature.parse(line).orElseThrow().signedAt().length();
      int signature = "v1=".length() + 2 * Signatures.SHA256_BYTES;
      long commas = line.chars().filter(c -> c == ',').count();
      assertThat(counted).as(vector.name()).isEqualTo(time + signature + commas);
    }
  }
}
