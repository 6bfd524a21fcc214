package io.webhookguard.conformance.model;

import io.webhookguard.api.event.Attributes;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.IgnoreReason;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.store.Arrival;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/**
 * One arrival of a batch that an {@link Action} admits.
 *
 * @param key which event
 * @param lane 0 for none
 * @param rank its rank in the lane
 * @param otherBody whether its body is not the usual one
 * @param purpose what to do with it if it is new
 */
public record Newcomer(int key, int lane, int rank, boolean otherBody, Purpose purpose) {

  /** What makes a body bytes and not text: zero, and what UTF-8 never has. */
  private static final String NO_TEXT = "\u0000\u00ff\u00c0";

  /** What a newcomer is admitted for. */
  public enum Purpose {
    /** To wait for a worker. */
    QUEUE,
    /** To run at once. */
    CLAIM,
    /** Not to run. */
    IGNORE
  }

  /** What is sent to the store. */
  Arrival arrival(Stage stage, UUID delivery) {
    EventKey event = stage.key(key);
    String body = (otherBody ? "another body of " : "the body of ") + event.eventId();
    return new Arrival(
        delivery,
        event,
        otherBody ? "invoice.voided" : "invoice.paid",
        lane == 0 || !stage.lanes ? Lane.NONE : Lane.of("lane-" + lane),
        rank,
        rank == 0 ? Attributes.EMPTY : Attributes.of(Map.of("api-version", "v" + rank)),
        Payload.of("text/plain", (body + NO_TEXT).getBytes(StandardCharsets.ISO_8859_1)),
        intent(stage));
  }

  private Arrival.Intent intent(Stage stage) {
    return switch (purpose) {
      case QUEUE -> new Arrival.Intent.Queue();
      case CLAIM -> new Arrival.Intent.Claim(stage.owner(), stage.newId(), Action.LEASE);
      case IGNORE -> new Arrival.Intent.Ignore(IgnoreReason.UNHANDLED);
    };
  }
}
