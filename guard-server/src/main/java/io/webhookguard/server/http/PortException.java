package io.webhookguard.server.http;

/** A port cannot be had. The message says which, and what to do. */
public final class PortException extends Exception {

  private static final long serialVersionUID = 1L;

  PortException(String message, Throwable cause) {
    super(message, cause);
  }
}
