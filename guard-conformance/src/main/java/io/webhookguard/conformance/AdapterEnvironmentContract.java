package io.webhookguard.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/**
 * What must not depend on the machine, and what only another JVM shows: rules PA.
 *
 * <p>Tests tagged {@value #OTHER_JVM} start JVMs on the class path of the tests. System properties
 * whose names begin with {@code guard.} are handed on to them.
 */
public interface AdapterEnvironmentContract extends AdapterUnderTest {

  /** The tag of tests that start JVMs. */
  String OTHER_JVM = "other-jvm";

  /** Default locales with digits, casing or calendars of their own. */
  List<String> LOCALES =
      List.of(
          "ar-EG-u-nu-arab",
          "fa-IR",
          "mr-IN",
          "tr-TR",
          "az",
          "lt",
          "th-TH-u-nu-thai",
          "hi-IN-u-nu-deva",
          "ja-JP-u-ca-japanese",
          "de");

  /** Default time zones with odd offsets, and the ends of the day. */
  List<String> ZONES =
      List.of("Asia/Kathmandu", "Pacific/Kiritimati", "America/St_Johns", "Etc/GMT+12");

  /** Default charsets that are not UTF-8; none is a superset of another. */
  List<String> CHARSETS = List.of("US-ASCII", "ISO-8859-1", "UTF-16");

  @Test
  @DisplayName("PA-9 the same input has the same answer, under any default locale and time zone")
  @ResourceLock(Resources.LOCALE)
  @ResourceLock(Resources.TIME_ZONE)
  default void pa9AnswersDoNotDependOnDefaults() {
    List<String> expected = AdapterAnswers.of(harness());
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      for (int i = 0; i < LOCALES.size(); i++) {
        Locale.setDefault(Locale.forLanguageTag(LOCALES.get(i)));
        TimeZone.setDefault(TimeZone.getTimeZone(ZONES.get(i % ZONES.size())));
        assertThat(AdapterAnswers.of(harness())).as("under " + LOCALES.get(i)).isEqualTo(expected);
      }
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  @Test
  @DisplayName("PA-9 a vector has the same answer under each locale that it names")
  @ResourceLock(Resources.LOCALE)
  default void pa9VectorsDoNotDependOnTheLocalesThatTheyName() {
    VectorJudge judge = new VectorJudge(harness());
    Locale locale = Locale.getDefault();
    try {
      for (var vector : harness().vectors()) {
        String expected = AdapterAnswers.of(judge, vector);
        for (String tag : vector.locales()) {
          Locale.setDefault(Locale.forLanguageTag(tag));
          assertThat(AdapterAnswers.of(judge, vector)).as("under " + tag).isEqualTo(expected);
          Locale.setDefault(locale);
        }
      }
    } finally {
      Locale.setDefault(locale);
    }
  }

  /** One JVM for each charset, since the default of a running JVM cannot be changed. */
  @TestFactory
  @Tag(OTHER_JVM)
  @DisplayName("PA-9 the same input has the same answer in a JVM of another default charset")
  default Stream<DynamicTest> pa9AnswersDoNotDependOnTheDefaultCharset() {
    return CHARSETS.stream()
        .map(
            charset ->
                dynamicTest(
                    "PA-9 " + charset,
                    () ->
                        assertThat(OtherJvm.answers(harness(), charset))
                            .as("in a JVM whose default charset is " + charset)
                            .isEqualTo(AdapterAnswers.of(harness()))));
  }

  /**
   * Watches {@link java.security.MessageDigest#isEqual}, which {@link
   * io.webhookguard.api.provider.Secret} names as the one way to compare, in a JVM of its own.
   */
  @Test
  @Tag(OTHER_JVM)
  @DisplayName("PA-4 every pair of secret and candidate is compared in constant time, match or not")
  default void pa4EveryPairIsComparedInConstantTime() {
    assertThat(OtherJvm.comparisons(harness()))
        .isNotEmpty()
        .allSatisfy(
            seen -> {
              assertThat(seen.missing())
                  .as(
                      "%s: pairs of secret and candidate that MessageDigest.isEqual did not see,"
                          + " of %d",
                      seen.scene(), seen.all())
                  .isEmpty();
            });
  }
}
