package io.webhookguard.core;

import io.webhookguard.api.event.EventKey;

/** There is no such event, or it is no longer known. Nothing was recorded. */
public final class UnknownEventException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient EventKey event;

  /** Names the event. */
  public UnknownEventException(EventKey event) {
    super("there is no event " + event);
    this.event = event;
  }

  /** Which event. */
  public EventKey event() {
    return event;
  }
}
