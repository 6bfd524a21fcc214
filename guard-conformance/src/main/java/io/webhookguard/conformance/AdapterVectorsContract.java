package io.webhookguard.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.webhookguard.api.provider.Rejection;
import io.webhookguard.api.provider.Verification;
import io.webhookguard.conformance.vectors.Vector;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The vectors of a scheme, as they stand and spoilt in every way: rules PA.
 *
 * <p>A vector that the adapter judges wrongly fails under PA-12 alone; the other rules here spoil
 * the valid vectors that it accepts.
 */
public interface AdapterVectorsContract extends AdapterUnderTest {

  /** Each vector is a test of its own, named after it. */
  @TestFactory
  @DisplayName("PA-12 each vector of the scheme is judged as it expects")
  default Stream<DynamicTest> pa12EachVectorIsJudgedAsItExpects() {
    List<Vector> vectors = harness().vectors();
    assumeFalse(vectors.isEmpty(), "the scheme has no vectors");
    return vectors.stream()
        .map(vector -> dynamicTest("PA-12 " + vector, () -> VectorRules.judged(harness(), vector)));
  }

  @Test
  @DisplayName("PA-2 every single-bit change of a valid vector's body is refused")
  default void pa2EveryChangedBitOfAValidVectorsBodyIsRefused() {
    VectorJudge judge = new VectorJudge(harness());
    for (Vector vector : VectorRules.accepted(judge)) {
      byte[] body = vector.request().body().toByteArray();
      for (int bit : Tampering.bitsOf(body)) {
        Verification answer = judge.answerTo(vector.withBody(Tampering.flipped(body, bit)));
        assertThat(VectorRules.isRefused(answer))
            .as("%s, bit %d of the body", vector, bit)
            .isTrue();
      }
    }
  }

  @Test
  @DisplayName("PA-2 every single-bit change of a valid vector's signature headers is refused")
  default void pa2EveryChangedBitOfAValidVectorsSignatureIsRefused() {
    VectorJudge judge = new VectorJudge(harness());
    for (Vector vector : VectorRules.accepted(judge)) {
      for (String header : harness().signatureHeaders()) {
        for (String line : vector.request().headers().all(header)) {
          VectorRules.everyBitCounts(judge, vector, header, line);
        }
      }
    }
  }

  @Test
  @DisplayName("PA-3 no fault in a valid vector's headers makes verify throw or take other bodies")
  default void pa3NoFaultInAValidVectorsHeadersMakesVerifyThrow() {
    VectorJudge judge = new VectorJudge(harness());
    for (Vector vector : VectorRules.accepted(judge)) {
      Vector other = vector.withBody("{\"another\":\"body\"}".getBytes(StandardCharsets.UTF_8));
      for (String header : harness().signatureHeaders()) {
        String line = vector.request().headers().first(header).orElse("");
        for (String odd : Tampering.oddValues(line)) {
          assertThat(judge.answerTo(vector.withLines(header, List.of(odd))))
              .as("%s with %s of %d chars", vector, header, odd.length())
              .isNotNull();
          assertThat(VectorRules.isRefused(judge.answerTo(other.withLines(header, List.of(odd)))))
              .as("%s with %s of %d chars and another body", vector, header, odd.length())
              .isTrue();
        }
      }
    }
  }

  @Test
  @DisplayName("PA-3 a valid vector without any of its signature headers is refused")
  default void pa3ValidVectorWithoutASignatureHeaderIsRefused() {
    VectorJudge judge = new VectorJudge(harness());
    for (Vector vector : VectorRules.accepted(judge)) {
      Vector bare = vector;
      for (String header : harness().signatureHeaders()) {
        bare = bare.withLines(header, List.of());
      }
      assertThat(VectorRules.isRefused(judge.answerTo(bare))).as("%s", vector).isTrue();
    }
  }

  @Test
  @DisplayName("PA-6 a valid vector with a signature header twice is refused")
  default void pa6ValidVectorWithAHeaderTwiceIsRefused() {
    VectorJudge judge = new VectorJudge(harness());
    for (Vector vector : VectorRules.accepted(judge)) {
      for (String header : harness().signatureHeaders()) {
        for (String line : vector.request().headers().all(header)) {
          assertThat(judge.answerTo(vector.withLines(header, List.of(line, line))))
              .as("%s with two lines of %s", vector, header)
              .isEqualTo(new Verification.Rejected(Rejection.SIG_DUPLICATE));
        }
      }
    }
  }
}
