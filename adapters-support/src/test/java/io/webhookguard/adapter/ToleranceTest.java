package io.webhookguard.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.provider.Rejection;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToleranceTest {

  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

  @Test
  @DisplayName("both edges are within the window, one second more is not")
  void judgesBothSides() {
    assertThat(Tolerance.DEFAULT.judge(1_700_000_000 - 300, NOW)).isEmpty();
    assertThat(Tolerance.DEFAULT.judge(1_700_000_000 + 300, NOW)).isEmpty();
    assertThat(Tolerance.DEFAULT.judge(1_700_000_000 - 301, NOW)).contains(Rejection.SIG_STALE);
    assertThat(Tolerance.DEFAULT.judge(1_700_000_000 + 301, NOW)).contains(Rejection.SIG_FUTURE);
  }

  @Test
  @DisplayName("no time overflows")
  void doesNotOverflow() {
    long latest = 999_999_999_999L;

    assertThat(Tolerance.DEFAULT.judge(latest, Instant.MIN)).contains(Rejection.SIG_FUTURE);
    assertThat(Tolerance.DEFAULT.judge(0, Instant.MAX)).contains(Rejection.SIG_STALE);
    assertThat(Tolerance.DEFAULT.judge(latest, NOW)).contains(Rejection.SIG_FUTURE);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -300, 0, 1, 29, 901, Long.MAX_VALUE})
  @DisplayName("a window outside 30 to 900 s is refused; 0 does not mean off")
  void refusesOtherWindows(long seconds) {
    assertThatThrownBy(() -> new Tolerance(Duration.ofSeconds(seconds)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("30 to 900");
  }

  @ParameterizedTest
  @ValueSource(longs = {30, 300, 900})
  @DisplayName("30 to 900 s are accepted")
  void acceptsWindows(long seconds) {
    assertThat(new Tolerance(Duration.ofSeconds(seconds)).window()).hasSeconds(seconds);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "1700000000", "999999999999"})
  @DisplayName("canonical seconds are read")
  void readsSeconds(String text) {
    assertThat(Tolerance.parseSeconds(text)).hasValue(Long.parseLong(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "01",
        "+1",
        "-1",
        " 1",
        "1 ",
        "1.0",
        "1e9",
        "0x1",
        "1_0",
        "1\u0000",
        "abc",
        "1000000000000",
        "9223372036854775808",
        "\u0661\u0667",
        "\uFF11"
      })
  @DisplayName("every other way to write a number is refused")
  void refusesOtherForms(String text) {
    assertThat(Tolerance.parseSeconds(text)).isEmpty();
  }
}
