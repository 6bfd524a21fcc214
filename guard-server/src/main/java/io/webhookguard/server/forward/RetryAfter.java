package io.webhookguard.server.forward;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** Reads the {@code Retry-After} header: seconds, or a date. */
final class RetryAfter {

  /** No destination is waited for longer than this: its clock or its arithmetic may be wrong. */
  private static final Duration MOST = Duration.ofHours(24);

  private static final int MAX_DIGITS = 9;

  private RetryAfter() {}

  /** How long to wait; zero where the value says nothing that can be understood. */
  static Duration parse(String value, Instant now) {
    String text = value.strip();
    boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (digits) {
      return text.length() > MAX_DIGITS ? MOST : bounded(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return bounded(Duration.between(now, then));
    } catch (DateTimeException e) {
      return Duration.ZERO;
    }
  }

  private static Duration bounded(Duration wait) {
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(MOST) > 0 ? MOST : wait;
  }
}
