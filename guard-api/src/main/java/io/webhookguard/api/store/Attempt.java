package io.webhookguard.api.store;

import io.webhookguard.api.event.Attributes;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Payload;
import java.time.Instant;

/**
 * A claim together with what it is a claim on: all that a node needs to run the event.
 *
 * @param claim the right to run it
 * @param type the provider's name for what happened
 * @param lane the lane, or {@link Lane#NONE}
 * @param attributes the facts kept beside the payload
 * @param payload the body as it came first
 * @param generation 1, and one more after each replay
 * @param number 1 for the first attempt since the last fresh start; counted when it starts
 * @param inDoubt whether an earlier attempt ended without a known outcome
 * @param receivedAt when the event was admitted
 * @param startedAt when this claim was granted
 * @param windowStart when the first attempt started that carried the current idempotency keys;
 *     equal to {@code startedAt} for that attempt itself. All three times are the store's, so their
 *     differences mean something on any node.
 */
public record Attempt(
    Claim claim,
    String type,
    Lane lane,
    Attributes attributes,
    Payload payload,
    int generation,
    int number,
    boolean inDoubt,
    Instant receivedAt,
    Instant startedAt,
    Instant windowStart) {}
