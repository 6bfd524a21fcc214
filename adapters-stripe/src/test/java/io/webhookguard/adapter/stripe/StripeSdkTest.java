package io.webhookguard.adapter.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.stripe.exception.SignatureVerificationException;
import com.stripe.net.Webhook;
import io.webhookguard.adapter.Tolerance;
import io.webhookguard.conformance.VectorJudge;
import io.webhookguard.conformance.vectors.Vector;
import io.webhookguard.conformance.vectors.Vectors;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs stripe-java beside the adapter, and lists where the two part. */
class StripeSdkTest {

  /** Accepted by stripe-java, refused here; the rotations for their short secrets. */
  private static final Set<String> STRICTER_HERE =
      Set.of(
          "blank_secret",
          "duplicate_header_lines",
          "duplicate_t_mac_over_first",
          "future_one_year",
          "future_timestamp_in_milliseconds",
          "many_v1_100_last_right",
          "rotation_both_signatures",
          "rotation_old_secret_still_configured",
          "t_arabic_indic_digits",
          "t_leading_zeros",
          "t_max_long",
          "valid_empty_body_signed",
          "valid_sdk_case_t12345_tolerance_off");

  private static final String SDK = "stripe-java 33.3.0";
  private static final StripeHarness HARNESS = new StripeHarness();
  private static final VectorJudge JUDGE = new VectorJudge(HARNESS);

  static Stream<Vector> observedVectors() {
    return HARNESS.vectors().stream().filter(vector -> vector.observed().containsKey(SDK));
  }

  @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
  @MethodSource("observedVectors")
  @DisplayName("stripe-java still does what it was seen to do")
  void sdkDoesWhatItDid(Vector vector) {
    assertThat(withoutMessage(observe(vector)))
        .isEqualTo(withoutMessage(vector.observed().getOrDefault(SDK, "")));
  }

  @Test
  @DisplayName("the adapter accepts nothing that stripe-java refuses, and refuses what is listed")
  void differsWhereListed() {
    assumeFalse(Vectors.areReplaced(), "the differences are those of the own vectors");

    Set<String> stricter = new TreeSet<>();
    Set<String> laxer = new TreeSet<>();
    for (Vector vector : HARNESS.vectors()) {
      boolean sdk = observe(vector).equals("valid");
      boolean own = JUDGE.isAccepted(vector);
      if (sdk && !own) {
        stricter.add(vector.name());
      } else if (own && !sdk) {
        laxer.add(vector.name());
      }
    }

    assertThat(stricter).isEqualTo(new TreeSet<>(STRICTER_HERE));
    assertThat(laxer).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG", "fa-IR", "mr-IN", "ne-NP", "bn-BD", "my-MM"})
  @DisplayName("under a locale with digits of its own stripe-java refuses what is genuine")
  void sdkDependsOnLocale(String tag) {
    assumeFalse(Vectors.areReplaced(), "another file may hold no valid vector");
    Vector genuine = JUDGE.valid().get(0);
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag(tag));
      assertThat(observe(genuine)).isEqualTo("invalid");
      assertThat(JUDGE.isAccepted(genuine)).isTrue();
    } finally {
      Locale.setDefault(before);
    }
  }

  /** What stripe-java makes of a vector: valid with any secret is valid. */
  private static String observe(Vector vector) {
    List<String> answers =
        vector.secrets().stream().map(secret -> observe(vector, secret)).toList();
    return answers.contains("valid") ? "valid" : answers.get(0);
  }

  private static String observe(Vector vector, String secret) {
    List<String> lines = vector.request().headers().all(StripeSignature.HEADER);
    // Servers that join lines of one name do it with a comma.
    String header = lines.isEmpty() ? null : String.join(",", lines);
    try {
      Webhook.Signature.verifyHeader(
          new String(vector.request().body().toByteArray(), StandardCharsets.UTF_8),
          header,
          secret,
          vector.tolerance().orElse(Tolerance.DEFAULT.window()).toSeconds(),
          Clock.fixed(vector.now(), ZoneOffset.UTC));
      return "valid";
    } catch (SignatureVerificationException e) {
      return String.valueOf(e.getMessage()).startsWith("Timestamp outside") ? "stale" : "invalid";
    } catch (RuntimeException e) {
      return "throws " + e.getClass().getSimpleName();
    }
  }

  // Messages of the JDK's own exceptions differ between versions.
  private static String withoutMessage(String observation) {
    return observation.startsWith("throws ")
        ? observation.substring(0, (observation + ":").indexOf(':'))
        : observation;
  }
}
