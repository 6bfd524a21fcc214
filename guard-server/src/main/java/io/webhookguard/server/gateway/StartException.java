package io.webhookguard.server.gateway;

/** The gateway cannot start here and now. The message says why, and what to do. */
public final class StartException extends Exception {

  private static final long serialVersionUID = 1L;

  StartException(String message) {
    super(message);
  }

  StartException(String message, Throwable cause) {
    super(message, cause);
  }
}
