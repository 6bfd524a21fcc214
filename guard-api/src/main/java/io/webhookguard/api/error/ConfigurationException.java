package io.webhookguard.api.error;

/** A setting is wrong or missing. The message names the setting and what would be right. */
public final class ConfigurationException extends GuardException {

  private static final long serialVersionUID = 1L;

  /** Says what happened in {@code message}: what, which, and what to do. */
  public ConfigurationException(String message) {
    super(message);
  }

  /** As {@link #ConfigurationException(String)}, with the failure underneath. */
  public ConfigurationException(String message, Throwable cause) {
    super(message, cause);
  }
}
