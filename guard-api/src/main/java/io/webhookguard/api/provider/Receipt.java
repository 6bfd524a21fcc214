package io.webhookguard.api.provider;

import io.webhookguard.api.event.Response;

/**
 * What became of one event of an accepted request.
 *
 * @param eventId the provider's name for it
 * @param outcome what became of it
 * @param response the handler's answer where one is known, else {@link Response#EMPTY}
 */
public record Receipt(String eventId, Outcome outcome, Response response) {

  /** What became of an event. All of them are durable. */
  public enum Outcome {
    /** New; its effect is still to come. */
    ACCEPTED,
    /** New; its effect has happened. */
    COMPLETED,
    /** New; its attempt did not succeed, and the guard or a person takes care of it. */
    FAILED,
    /** New; recorded, nobody runs it. */
    IGNORED,
    /** Known, same body. */
    DUPLICATE,
    /** Known, other body; counted as a duplicate. */
    CONFLICT
  }

  /** A receipt where no handler's answer is known. */
  public static Receipt of(String eventId, Outcome outcome) {
    return new Receipt(eventId, outcome, Response.EMPTY);
  }
}
