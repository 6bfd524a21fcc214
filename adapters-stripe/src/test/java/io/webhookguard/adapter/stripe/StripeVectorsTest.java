package io.webhookguard.adapter.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.webhookguard.adapter.Tolerance;
import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.conformance.VectorJudge;
import io.webhookguard.conformance.vectors.Expectation;
import io.webhookguard.conformance.vectors.Vector;
import io.webhookguard.conformance.vectors.Vectors;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the kit does not look at in Stripe's vectors: that all are there, and the signatures of
 * those that no source may be configured for, which go to the verifier beneath the adapter.
 *
 * <p>Another file of vectors need not have each kind, so such tests may find nothing to do.
 */
class StripeVectorsTest {

  static Stream<Vector> unsafeVectors() {
    return vectors().filter(vector -> vector.expected() == Expectation.VALID && vector.isUnsafe());
  }

  private static Stream<Vector> vectors() {
    return new StripeHarness().vectors().stream();
  }

  @Test
  @DisplayName("there are 60 vectors, and three that are valid for sources as none may be")
  void hasAllVectors() {
    assumeFalse(Vectors.areReplaced(), "the vectors of another file are as many as they are");

    assertThat(vectors()).hasSize(60);
    assertThat(new VectorJudge(new StripeHarness()).valid()).hasSize(8);
    assertThat(vectors().flatMap(vector -> vector.locales().stream())).hasSize(8);
    assertThat(vectors()).noneMatch(vector -> vector.observed().isEmpty());
    assertThat(unsafeVectors())
        .extracting(Vector::name)
        .containsExactlyInAnyOrder(
            "rotation_both_signatures",
            "rotation_old_secret_still_configured",
            "valid_sdk_case_t12345_tolerance_off");
  }

  /** With a clock near its time such a request passes: nothing but the source is unsafe. */
  @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
  @MethodSource("unsafeVectors")
  @DisplayName("the signature of a vector is right, also where no source may be as it asks")
  void signaturesOfUnsafeVectorsAreRight(Vector vector) {
    List<String> lines = vector.request().headers().all(StripeSignature.HEADER);
    long signedAt = StripeSignature.parse(lines.get(0)).orElseThrow().signedAtSeconds();
    List<byte[]> keys =
        vector.secrets().stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();

    assertThat(
            StripeSignature.flawOf(
                lines,
                vector.request().body(),
                keys,
                Tolerance.DEFAULT,
                vector.tolerance().filter(Duration::isZero).isPresent()
                    ? Instant.ofEpochSecond(signedAt)
                    : vector.now()))
        .isEqualTo(Optional.empty());
  }

  @Test
  @DisplayName("the check of the time cannot be switched off")
  void ageCannotBeSwitchedOff() {
    assertThatThrownBy(() -> StripeAdapter.builder().tolerance(Duration.ZERO))
        .isInstanceOf(ConfigurationException.class);
  }
}
