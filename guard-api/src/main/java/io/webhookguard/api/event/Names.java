package io.webhookguard.api.event;

import java.util.Optional;

/**
 * The grammar of every text that names something and may come from outside.
 *
 * <p>The limits are those of the stores: an index entry of any supported database holds an opaque
 * text of {@value #MAX_OPAQUE_BYTES} bytes.
 */
public final class Names {

  /** The longest event id, scope or lane text, in UTF-8 bytes. */
  public static final int MAX_OPAQUE_BYTES = 255;

  /** The longest source, consumer, owner or actor, in characters. */
  public static final int MAX_LABEL_CHARS = 64;

  private Names() {}

  /**
   * Says what is wrong with an opaque text (an event id, a lane text), or nothing when it is good.
   *
   * <p>Good is: 1 to {@value #MAX_OPAQUE_BYTES} UTF-8 bytes, no control characters, no lone
   * surrogates, no leading or trailing white space. Everything else is kept as it stands: case,
   * accents and normal form all count.
   */
  public static Optional<String> flawOfOpaque(String text) {
    if (text.isEmpty()) {
      return Optional.of("is empty");
    }
    if (text.length() > MAX_OPAQUE_BYTES) {
      return Optional.of("is longer than " + MAX_OPAQUE_BYTES + " bytes");
    }
    if (isSpace(text.codePointAt(0)) || isSpace(text.codePointBefore(text.length()))) {
      return Optional.of("starts or ends with white space");
    }
    return flawOfCharacters(text);
  }

  private static boolean isSpace(int codePoint) {
    return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
  }

  /** Called for each name of each event, so it makes no objects. */
  private static Optional<String> flawOfCharacters(String text) {
    int bytes = 0;
    boolean encodable = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c)) {
        return Optional.of("has control characters");
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        bytes += 4;
        i++;
      } else {
        encodable &= !Character.isSurrogate(c);
        bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
      }
    }
    if (!encodable) {
      return Optional.of("is not valid Unicode");
    }
    return bytes > MAX_OPAQUE_BYTES
        ? Optional.of("is longer than " + MAX_OPAQUE_BYTES + " bytes")
        : Optional.empty();
  }

  /**
   * Returns the text if it is a good opaque text.
   *
   * @param what names the thing in the message; the text itself is left out of it
   * @throws IllegalArgumentException if it is not
   */
  public static String requireOpaque(String what, String text) {
    flawOfOpaque(text)
        .ifPresent(
            flaw -> {
              throw new IllegalArgumentException(what + " " + flaw);
            });
    return text;
  }

  /**
   * Returns the text if it is a good label: 1 to {@value #MAX_LABEL_CHARS} of lower-case letters,
   * digits, {@code -}, {@code _} and {@code .}, starting with a letter or digit. Labels are chosen
   * by operators (sources, consumers), never by senders.
   *
   * @throws IllegalArgumentException if it is not
   */
  public static String requireLabel(String what, String text) {
    boolean good = !text.isEmpty() && text.length() <= MAX_LABEL_CHARS && isAlphanumeric(text, 0);
    for (int i = 1; good && i < text.length(); i++) {
      char c = text.charAt(i);
      good = isAlphanumeric(text, i) || c == '-' || c == '_' || c == '.';
    }
    if (!good) {
      throw new IllegalArgumentException(
          what
              + " must be 1 to "
              + MAX_LABEL_CHARS
              + " of a-z, 0-9, '-', '_', '.', starting with a letter or digit, got \""
              + printable(text, MAX_LABEL_CHARS)
              + "\"");
    }
    return text;
  }

  private static boolean isAlphanumeric(String text, int index) {
    char c = text.charAt(index);
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  /**
   * A text from outside, made safe for a log line or a message: at most {@code maxChars}
   * characters, with control, format, private, surrogate and line-separator characters written as
   * {@code ?}.
   */
  public static String printable(String text, int maxChars) {
    StringBuilder safe = new StringBuilder(Math.min(text.length(), maxChars));
    text.codePoints().limit(maxChars).forEach(c -> safe.appendCodePoint(isPrintable(c) ? c : '?'));
    return safe.toString();
  }

  private static boolean isPrintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
