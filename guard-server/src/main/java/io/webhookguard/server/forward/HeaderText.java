package io.webhookguard.server.forward;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Writes any Unicode text as the value of a header field.
 *
 * <p>Providers choose event ids, types and lanes, and none of their characters may end a header
 * line or get lost in a charset. A text of visible ASCII and inner spaces stands as it is. Any
 * other text is written as an extended value of RFC 8187: {@code UTF-8''} and the UTF-8 bytes,
 * percent-encoded. A text that itself starts with {@code UTF-8''} is encoded too, so every value
 * has one reading.
 */
final class HeaderText {

  private static final String MARK = "UTF-8''";

  /** The characters that RFC 8187 leaves as they are, beside letters and digits. */
  private static final String PLAIN = "!#$&+-.^_`|~";

  private HeaderText() {}

  /** The text as a header value. */
  static String of(String text) {
    return isPlain(text) ? text : encoded(text);
  }

  private static boolean isPlain(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c <= '~')
        && text.equals(text.strip())
        && !text.regionMatches(true, 0, MARK, 0, MARK.length());
  }

  private static String encoded(String text) {
    StringBuilder value = new StringBuilder(MARK);
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      if (isAttributeCharacter(octet)) {
        value.append((char) octet);
      } else {
        value.append(String.format(Locale.ROOT, "%%%02X", octet));
      }
    }
    return value.toString();
  }

  private static boolean isAttributeCharacter(byte octet) {
    return (octet >= '0' && octet <= '9')
        || (octet >= 'A' && octet <= 'Z')
        || (octet >= 'a' && octet <= 'z')
        || (octet > 0 && PLAIN.indexOf(octet) >= 0);
  }
}
