package io.webhookguard.server.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|PT0S",
        "7|PT7S",
        " 120 |PT2M",
        "86400|PT24H",
        "86401|PT24H",
        "99999999999999999999|PT24H",
        "Sun, 1 Mar 2026 12:00:30 GMT|PT30S",
        "Sun, 01 Mar 2026 12:01:00 GMT|PT1M",
        "Sun, 01 Mar 2026 11:59:00 GMT|PT0S",
        "Thu, 01 Mar 2035 12:00:00 GMT|PT24H",
        "Mon, 01 Mar 2026 12:01:00 GMT|PT0S",
        "-5|PT0S",
        "1.5|PT0S",
        "soon|PT0S",
        "\u0661|PT0S",
        "''|PT0S"
      })
  @DisplayName("seconds and dates are honoured up to a day; anything else says nothing")
  void values(String value, Duration expected) {
    assertThat(RetryAfter.parse(value, NOW)).isEqualTo(expected);
  }
}
