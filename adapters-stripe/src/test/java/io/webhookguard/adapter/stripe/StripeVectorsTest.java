package io.webhookguard.adapter.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.webhookguard.adapter.Signatures;
import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.provider.Secrets;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every published and computed vector of Stripe's scheme.
 *
 * <p>Another file of vectors need not have each kind, so such tests may find nothing to do; that
 * the own file has them is a test of its own.
 */
class StripeVectorsTest {

  private static final List<String> LOCALES =
      List.of(
          "ar-EG", "fa-IR", "mr-IN", "ne-NP", "bn-BD", "my-MM", "th-TH-u-nu-thai", "tr-TR", "en");

  static Stream<Vector> vectors() {
    return Vector.all();
  }

  static Stream<Vector> validVectors() {
    return Vector.valid();
  }

  static Stream<Arguments> vectorsWithLocale() {
    return Vector.all()
        .flatMap(vector -> vector.locales().stream().map(tag -> Arguments.of(vector, tag)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("vectors")
  @DisplayName("each vector is judged as it expects")
  void judgesEachVector(Vector vector) {
    if (vector.expect().equals("config_error")) {
      assertThatThrownBy(() -> configure(vector))
          .isInstanceOfAny(IllegalArgumentException.class, ConfigurationException.class);
    } else if (vector.switchesAgeOff()) {
      assertAgeCannotBeSwitchedOff(vector);
    } else {
      assertThat(Judgement.of(vector)).isIn(expectedOf(vector));
    }
  }

  private static void configure(Vector vector) {
    StripeAdapter.builder().tolerance(vector.tolerance()).build();
    Secrets.of(vector.secrets().toArray(String[]::new));
  }

  /**
   * A tolerance of 0 means "do not check" to Stripe's libraries, and the vector is valid to them.
   * Here it is no tolerance at all. The signature itself is right: with a clock near its time it
   * passes, with the vector's clock it is what it is, old.
   */
  private static void assertAgeCannotBeSwitchedOff(Vector vector) {
    assertThatThrownBy(() -> StripeAdapter.builder().tolerance(vector.tolerance()))
        .isInstanceOf(ConfigurationException.class);

    StripeSignature signature = StripeSignature.parse(vector.signatures().get(0)).orElseThrow();
    boolean right =
        Signatures.anyMatch(
            List.of(
                StripeSignature.sign(
                    Secrets.of(vector.secrets().toArray(String[]::new)).all().get(0).revealBytes(),
                    signature.signedAt(),
                    vector.payload())),
            signature.candidates().stream()
                .map(text -> Signatures.decodeHexSha256(text).orElseThrow())
                .toList());
    assertThat(right).isEqualTo(vector.expect().equals("valid"));
  }

  /** The words that satisfy a vector. */
  private static List<String> expectedOf(Vector vector) {
    return switch (vector.expect()) {
      case "valid" -> List.of(Judgement.AUTHENTIC);
      case "stale" -> List.of("SIG_STALE");
      // A time of more than twelve digits is outside the grammar, which comes before its age.
      case "future" -> List.of("SIG_FUTURE", "SIG_MALFORMED");
      default -> refusalsOf(vector.reason());
    };
  }

  private static List<String> refusalsOf(String reason) {
    return switch (reason) {
      case "missing_header" -> List.of("SIG_MISSING");
      case "duplicate_header" -> List.of("SIG_DUPLICATE");
      case "malformed_header", "duplicate_part", "too_many_signatures", "wrong_scheme" ->
          List.of("SIG_MALFORMED");
      case "signature_mismatch", "wrong_length" -> List.of("SIG_MISMATCH");
      case "bad_encoding" -> List.of("SIG_MISMATCH", "SIG_MALFORMED");
      case "empty_body" -> List.of("BODY_EMPTY");
      case "stale" -> List.of("SIG_STALE");
      case "future" -> List.of("SIG_FUTURE", "SIG_MALFORMED");
      default -> // a reason of another file: any failure of authentication
          List.of(
              "SIG_MISSING",
              "SIG_DUPLICATE",
              "SIG_MALFORMED",
              "SIG_MISMATCH",
              "SIG_STALE",
              "SIG_FUTURE",
              "BODY_EMPTY");
    };
  }

  @ParameterizedTest(name = "{0} under {1}", allowZeroInvocations = true)
  @MethodSource("vectorsWithLocale")
  @DisplayName("a vector that names locales is judged the same under each")
  void judgesUnderNamedLocales(Vector vector, String tag) {
    under(tag, TimeZone.getDefault(), () -> judgesEachVector(vector));
  }

  @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
  @MethodSource("validVectors")
  @DisplayName("a valid vector is valid under every default locale")
  void isValidUnderEveryLocale(Vector vector) {
    for (String tag : LOCALES) {
      under(tag, TimeZone.getDefault(), () -> judgesEachVector(vector));
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"Asia/Kathmandu", "Pacific/Kiritimati", "America/St_Johns", "Etc/GMT+12"})
  @DisplayName("the valid vectors are valid in every default time zone")
  void isValidInEveryZone(String zone) {
    under(
        Locale.getDefault().toLanguageTag(),
        TimeZone.getTimeZone(zone),
        () -> Vector.valid().forEach(this::judgesEachVector));
  }

  @Test
  @DisplayName("there are 58 vectors, two of them with secrets that no source may have")
  void hasAllVectors() {
    assumeTrue(Vector.areOwn(), "the vectors of another file are as many as they are");

    assertThat(Vector.all()).hasSize(58);
    assertThat(Vector.valid()).hasSize(8);
    assertThat(vectorsWithLocale()).hasSize(8);
    assertThat(Vector.all()).allMatch(vector -> vector.observed().isPresent());
    assertThat(Vector.valid())
        .filteredOn(vector -> vector.secrets().stream().anyMatch(Judgement::isOnlyTooShort))
        .extracting(Vector::name)
        .containsExactlyInAnyOrder(
            "rotation_both_signatures", "rotation_old_secret_still_configured");
  }

  private static void under(String languageTag, TimeZone zone, Runnable check) {
    Locale locale = Locale.getDefault();
    TimeZone timeZone = TimeZone.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag(languageTag));
      TimeZone.setDefault(zone);
      check.run();
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(timeZone);
    }
  }
}
