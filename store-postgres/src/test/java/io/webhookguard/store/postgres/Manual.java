package io.webhookguard.store.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the manual tells operators to type, taken from where they read it. */
final class Manual {

  private Manual() {}

  /** The block of code that begins with a line. */
  static String block(Path page, String firstLine) throws IOException {
    String text = Files.readString(page);
    int start = text.indexOf("\n" + firstLine);
    if (start < 0) {
      throw new AssertionError(page + " has no block that begins with " + firstLine);
    }
    return text.substring(start, text.indexOf("\n```", start)).strip();
  }
}
