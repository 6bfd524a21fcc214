package io.webhookguard.testsupport.servers;

/** This machine has no such server; the reason says what was tried. */
final class MissingServerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String reason;

  MissingServerException(String reason) {
    super(reason);
    this.reason = reason;
  }

  MissingServerException(String reason, Throwable cause) {
    super(reason, cause);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
