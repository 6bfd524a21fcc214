package io.webhookguard.server.config;

import io.webhookguard.api.error.ConfigurationException;
import java.util.List;

/** The configuration cannot be used. Each line says what is wrong, where, and what to do. */
public final class InvalidConfigException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<String> lines;

  /** Each setting is right by itself, and they do not fit together. */
  public InvalidConfigException(ConfigurationException cause) {
    super(cause.getMessage(), cause);
    this.lines = List.of(String.valueOf(cause.getMessage()));
  }

  InvalidConfigException(List<String> lines) {
    super(String.join("\n", lines));
    this.lines = List.copyOf(lines);
  }

  /** One line for each thing that is wrong. */
  public List<String> lines() {
    return lines;
  }
}
