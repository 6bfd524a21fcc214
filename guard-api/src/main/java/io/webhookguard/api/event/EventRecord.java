package io.webhookguard.api.event;

import java.time.Instant;
import java.util.Optional;

/**
 * What the store knows of an event, without its payload. A snapshot: it may be old when it is read.
 *
 * @param key which event
 * @param type the provider's name for what happened, such as {@code invoice.paid}
 * @param lane the lane, or {@link Lane#NONE}
 * @param position the event's place in its lane: within a lane a lower position runs first
 * @param holdsLane whether the event has started and not let go of its lane; false without a lane
 * @param payloadSha256 the digest of the body that came first
 * @param payloadKept false once the payload was purged and only the tombstone is left
 * @param status the state with its data
 * @param generation 1, and one more after each replay
 * @param attempts how many attempts of this generation have started since the last fresh start
 * @param newestToken the token of the newest claim, or 0 when there was none
 * @param inDoubt whether an earlier attempt ended without a known outcome
 * @param reopenings how often a redelivery reopened it in this generation
 * @param problem why the newest attempt that ended did not succeed, or {@link Problem#NONE}
 * @param receivedAt when it was admitted, by the store's clock
 * @param windowStart when the first attempt started that carried the current idempotency keys
 */
public record EventRecord(
    EventKey key,
    String type,
    Lane lane,
    long position,
    boolean holdsLane,
    Sha256 payloadSha256,
    boolean payloadKept,
    Status status,
    int generation,
    int attempts,
    long newestToken,
    boolean inDoubt,
    int reopenings,
    Problem problem,
    Instant receivedAt,
    Optional<Instant> windowStart) {

  /** The bare state. */
  public EventState state() {
    return status.state();
  }
}
