package io.webhookguard.server.commands;

import java.util.Locale;

/**
 * Makes texts from outside safe to print: what could move the cursor, change colours, break a line
 * or turn its direction is written as an escape that shows what was there.
 */
public final class Terminal {

  private Terminal() {}

  /** The text with everything but printable characters written as <code>&#92;uXXXX</code>. */
  public static String safe(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (isPrintable(c)) {
                safe.appendCodePoint(c);
              } else {
                for (char half : Character.toChars(c)) {
                  safe.append(String.format(Locale.ROOT, "\\u%04x", (int) half));
                }
              }
            });
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
