package io.webhookguard.core;

import io.webhookguard.api.event.EventKey;

/** A person tried to approve what the same person had asked for. Nothing was changed. */
public final class OwnApprovalException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient EventKey event;
  private final String actor;

  /** Names the event and the person. */
  public OwnApprovalException(EventKey event, String actor) {
    super(actor + " has asked for this change of " + event + ": another person must approve it");
    this.event = event;
    this.actor = actor;
  }

  /** Which event. */
  public EventKey event() {
    return event;
  }

  /** Who asked, and tried to approve. */
  public String actor() {
    return actor;
  }
}
