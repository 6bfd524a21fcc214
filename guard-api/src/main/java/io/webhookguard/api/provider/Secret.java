package io.webhookguard.api.provider;

import java.nio.charset.StandardCharsets;

/**
 * One shared secret. Its text never leaves through {@link #toString}, a message or a log.
 *
 * <p>Compare signatures made with it by {@link java.security.MessageDigest#isEqual} only.
 */
public final class Secret {

  /** The fewest bytes that a secret may have. */
  public static final int MIN_BYTES = 16;

  private final String text;

  private Secret(String text) {
    this.text = text;
  }

  /**
   * Takes the secret as the provider shows it.
   *
   * @throws IllegalArgumentException if it is blank, has white space, or is shorter than {@value
   *     #MIN_BYTES} bytes; the message does not show it
   */
  public static Secret of(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("a secret must not be blank");
    }
    if (text.codePoints().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))) {
      throw new IllegalArgumentException(
          "a secret must not contain white space: was a line break copied with it?");
    }
    if (text.getBytes(StandardCharsets.UTF_8).length < MIN_BYTES) {
      throw new IllegalArgumentException("a secret has at least " + MIN_BYTES + " bytes");
    }
    return new Secret(text);
  }

  /** The secret as the provider shows it. For computing signatures, nothing else. */
  public String reveal() {
    return text;
  }

  /** The secret's UTF-8 bytes, freshly copied. For computing signatures, nothing else. */
  public byte[] revealBytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "Secret[redacted]";
  }
}
