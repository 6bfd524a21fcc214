package io.webhookguard.server.config;

import java.util.List;

/** The configuration cannot be used. Each line says what is wrong, where, and what to do. */
public final class InvalidConfigException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<String> lines;

  InvalidConfigException(List<String> lines) {
    super(String.join("\n", lines));
    this.lines = List.copyOf(lines);
  }

  /** One line for each thing that is wrong. */
  public List<String> lines() {
    return lines;
  }
}
