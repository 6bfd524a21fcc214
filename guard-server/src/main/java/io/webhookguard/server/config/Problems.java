package io.webhookguard.server.config;

import io.webhookguard.api.event.Names;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects what is wrong with a file, so that one look shows all of it. Not safe for use by many
 * threads.
 */
final class Problems {

  /** Beyond this many, more lines would only hide the first one. */
  private static final int MAX_LINES = 20;

  private static final int MAX_CHARS = 400;

  private final String file;
  private final List<String> lines = new ArrayList<>();

  Problems(String file) {
    this.file = file;
  }

  /** Adds a problem with a setting. */
  void add(int line, String path, String what) {
    add(line, path.isEmpty() ? what : path + ": " + what);
  }

  /** Adds a problem with a line. */
  void add(int line, String what) {
    if (lines.size() < MAX_LINES) {
      lines.add(Names.printable(file + ":" + line + ": " + what, MAX_CHARS));
    }
  }

  /** Adds a problem with the file as a whole. */
  void add(String what) {
    lines.add(Names.printable(file + ": " + what, MAX_CHARS));
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  /** Fails if anything was wrong. */
  void throwIfAny() throws InvalidConfigException {
    if (!lines.isEmpty()) {
      throw new InvalidConfigException(lines);
    }
  }
}
