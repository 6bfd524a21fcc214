package io.webhookguard.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.provider.Verification;
import io.webhookguard.conformance.vectors.Expectation;
import io.webhookguard.conformance.vectors.Vector;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a vector has to stand. */
final class VectorRules {

  private VectorRules() {}

  static void judged(AdapterHarness harness, Vector vector) {
    VectorJudge judge = new VectorJudge(harness);
    if (vector.isUnsafe()) {
      assertThatThrownBy(() -> judge.answerTo(vector))
          .as("%s asks for what no source may have", vector)
          .isInstanceOfAny(IllegalArgumentException.class, ConfigurationException.class);
    } else if (vector.expected() == Expectation.CONFIG_ERROR) {
      assertThat(judge.isAccepted(vector)).as("%s is accepted", vector).isFalse();
    } else {
      judgedAs(vector, judge.answerTo(vector));
    }
  }

  private static void judgedAs(Vector vector, Verification answer) {
    if (vector.expected() == Expectation.VALID) {
      assertThat(VectorJudge.isAuthentic(answer)).as("%s got %s", vector, answer).isTrue();
    } else {
      assertThat(answer).as("%s", vector).isInstanceOf(Verification.Rejected.class);
      assertThat(((Verification.Rejected) answer).reason())
          .as("%s", vector)
          .isIn(vector.refusals());
    }
  }

  /** The vectors that can be spoilt; the test is skipped where there are none. */
  static List<Vector> accepted(VectorJudge judge) {
    List<Vector> vectors = judge.accepted();
    assumeFalse(vectors.isEmpty(), "no vector of the scheme is valid and accepted");
    return vectors;
  }

  static boolean isRefused(Verification answer) {
    return answer instanceof Verification.Rejected && !VectorJudge.isAuthentic(answer);
  }

  /**
   * Flips each bit of a line. Excused is a part, between two of the characters {@code , ; .} and
   * blank, without which the request is just as authentic: a signature by a secret that is not
   * live, say, or of another scheme. Flipped, it is another such part, or it breaks the grammar.
   */
  static void everyBitCounts(VectorJudge judge, Vector vector, String header, String line) {
    byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
    for (int bit : Tampering.bitsOf(bytes)) {
      String flipped = new String(Tampering.flipped(bytes, bit), StandardCharsets.ISO_8859_1);
      Verification answer = judge.answerTo(vector.withLines(header, List.of(flipped)));
      if (!isRefused(answer)) {
        String without = Tampering.withoutPart(line, bit / 8);
        Verification rest = judge.answerTo(vector.withLines(header, List.of(without)));
        assertThat(VectorJudge.isAuthentic(rest))
            .as(
                "%s is not refused with bit %d of %s flipped, in a part that counts",
                vector, bit, header)
            .isTrue();
      }
    }
  }
}
