package io.webhookguard.adapter;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.provider.Rejection;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far a signed time may be from the node's clock, on either side.
 *
 * <p>It bounds how long a captured request can be sent again. Both sides count: where only the past
 * is checked, a request signed for next year stays good for a year. It cannot be switched off.
 *
 * @param window the largest distance that is still accepted, in whole seconds
 */
public record Tolerance(Duration window) {

  /** The least: clocks and networks are not better than this. */
  public static final Duration MIN = Duration.ofSeconds(30);

  /** The most. */
  public static final Duration MAX = Duration.ofMinutes(15);

  /** Five minutes, as Stripe, Slack and Standard Webhooks advise. */
  public static final Tolerance DEFAULT = new Tolerance(Duration.ofMinutes(5));

  private static final int MAX_DIGITS = 12;

  public Tolerance {
    boolean whole = window.equals(Duration.ofSeconds(window.toSeconds()));
    if (!whole || window.compareTo(MIN) < 0 || window.compareTo(MAX) > 0) {
      throw new ConfigurationException(
          "tolerance is "
              + MIN.toSeconds()
              + " to "
              + MAX.toSeconds()
              + " whole seconds, and never off, got "
              + window);
    }
  }

  /**
   * Reads seconds since 1970 in their one canonical form: 1 to 12 ASCII digits without a sign or
   * leading zeros. Nothing for any other text: where two texts mean one time, what was signed is
   * not what is judged.
   */
  public static OptionalLong parseSeconds(String text) {
    boolean canonical =
        !text.isEmpty()
            && text.length() <= MAX_DIGITS
            && text.chars().allMatch(c -> c >= '0' && c <= '9')
            && (text.length() == 1 || text.charAt(0) != '0');
    return canonical ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
  }

  /**
   * Says why a signed time is refused, or nothing when it is within the window. The edges are
   * within it.
   *
   * @param signedAt seconds since 1970, from {@link #parseSeconds}
   */
  public Optional<Rejection> judge(long signedAt, Instant now) {
    // Cannot overflow: a signed time has 12 digits, an Instant 17.
    long age = now.getEpochSecond() - signedAt;
    if (age > window.toSeconds()) {
      return Optional.of(Rejection.SIG_STALE);
    }
    return age < -window.toSeconds() ? Optional.of(Rejection.SIG_FUTURE) : Optional.empty();
  }
}
