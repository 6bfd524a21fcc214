package io.webhookguard.server.demo;

import io.webhookguard.api.event.Sha256;
import java.util.Optional;

/**
 * One request of the gateway, as the receiving service saw it.
 *
 * @param serial its number among all that the service received, from 1
 * @param path the path it was sent to
 * @param key the idempotency key
 * @param eventId the provider's name of the event
 * @param type what happened
 * @param lane what it queued behind; empty for none
 * @param attempt the number of the attempt, from 1
 * @param generation 1, and one more after each replay
 * @param token the fencing token
 * @param inDoubt whether an earlier attempt ended without a known outcome
 * @param body the digest of the body
 */
public record Forward(
    long serial,
    String path,
    String key,
    String eventId,
    String type,
    String lane,
    int attempt,
    int generation,
    long token,
    boolean inDoubt,
    Sha256 body) {

  /** Reads a forward out of the headers of a request. */
  static Forward of(long serial, String path, RequestFields fields, byte[] body) {
    return new Forward(
        serial,
        path,
        fields.text("Idempotency-Key"),
        fields.text("Guard-Event-Id"),
        fields.text("Guard-Event-Type"),
        fields.text("Guard-Lane"),
        (int) fields.number("Guard-Attempt"),
        (int) fields.number("Guard-Generation"),
        fields.number("Guard-Fencing-Token"),
        fields.text("Guard-In-Doubt").equals("true"),
        Sha256.of(body));
  }

  /** The fields of a request by name. */
  interface RequestFields {

    Optional<String> field(String name);

    /** The value, or an empty text where there is none. */
    default String text(String name) {
      return field(name).orElse("");
    }

    /** The value as a number, or -1 where there is none. */
    default long number(String name) {
      return field(name).map(Long::parseLong).orElse(-1L);
    }
  }
}
