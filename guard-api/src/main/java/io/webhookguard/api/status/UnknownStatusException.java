package io.webhookguard.api.status;

import io.webhookguard.api.event.Names;

/** A state that the machine was not told of. Nothing was changed. */
public final class UnknownStatusException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String machine;
  private final String status;

  UnknownStatusException(String machine, String status) {
    super(
        "status machine "
            + machine
            + " has no state \""
            + Names.printable(status, Names.MAX_LABEL_CHARS)
            + "\": declare it, or correct who sends it");
    this.machine = machine;
    this.status = status;
  }

  /** The name of the machine. */
  public String machine() {
    return machine;
  }

  /** The text as it came. */
  public String status() {
    return status;
  }
}
