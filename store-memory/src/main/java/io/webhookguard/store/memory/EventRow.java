package io.webhookguard.store.memory;

import io.webhookguard.api.event.Attributes;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.Settlement;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The state of one event: what a SQL store keeps in a row.
 *
 * <p>Fields are changed by the transitions alone, and those on which rows are found only inside
 * {@link EventTable#update}. Guarded by the store's monitor.
 */
final class EventRow {

  // What the admission fixed.
  final EventKey key;
  final UUID deliveryId;
  final long admission;
  final String type;
  final Lane lane;
  final long rank;
  final Sha256 payloadSha256;
  final Instant receivedAt;

  // What the first answer was, for a repeated delivery id (ES-4).
  boolean ignoredAtFirst;
  long tokenAtFirst;

  // Where it stands.
  Status status;
  long position;
  boolean holdsLane;
  int generation = 1;
  int attempts;
  boolean inDoubt;
  int reopenings;
  Problem problem = Problem.NONE;

  // The newest claim, and the claim from which the key window counts (ES-16).
  long newestToken;
  @Nullable Instant startedAt;
  @Nullable Instant windowStart;
  long windowToken;

  // What took effect last, so that a repeat is recognised (ES-21, ES-40).
  long settledToken;
  @Nullable Class<? extends Settlement> settledAs;
  @Nullable UUID interventionId;

  // What a purge takes, and what it leaves: the number of the last ledger entry.
  @Nullable Payload payload;
  Attributes attributes;
  final Map<String, Payload> steps = new LinkedHashMap<>();
  int lastEntry;

  /** A new event: PENDING and due now. */
  EventRow(Arrival arrival, long admission, long position, Instant now) {
    this.key = arrival.key();
    this.deliveryId = arrival.deliveryId();
    this.admission = admission;
    this.type = arrival.type();
    this.lane = arrival.lane();
    this.rank = arrival.rank();
    this.payloadSha256 = arrival.payload().sha256();
    this.receivedAt = now;
    this.status = new Status.Pending(now);
    this.position = position;
    this.payload = arrival.payload();
    this.attributes = arrival.attributes();
  }

  EventState state() {
    return status.state();
  }

  /** Whether a claim with this token is the event's current one. Its lease may have ended. */
  boolean isHeldUnder(FencingToken token) {
    return state() == EventState.PROCESSING && newestToken == token.value();
  }

  /** Whether a settlement of this kind ended the newest claim (ES-21). */
  boolean wasSettledBy(Settlement settlement) {
    return settledToken == newestToken
        && settledToken == settlement.claim().token().value()
        && settlement.getClass().equals(settledAs);
  }

  /** The current claim of a row that is PROCESSING. */
  Claim claim() {
    if (status instanceof Status.Processing held) {
      return new Claim(
          key, held.owner(), held.claimId(), new FencingToken(newestToken), held.leaseEnd());
    }
    throw new IllegalStateException(key + " is " + state() + " and has no claim");
  }

  /** The current claim with all that is needed to run it. */
  Attempt attempt() {
    if (payload == null || startedAt == null || windowStart == null) {
      throw new IllegalStateException(key + " was claimed without a payload or a time");
    }
    return new Attempt(
        claim(),
        type,
        lane,
        attributes,
        payload,
        generation,
        attempts,
        inDoubt,
        receivedAt,
        startedAt,
        windowStart);
  }

  EventRecord toRecord() {
    return toRecord(status);
  }

  /** The record as a list shows it. */
  EventRecord toRecordWithoutBody() {
    return toRecord(withoutBody());
  }

  /** What is left recognises duplicates, and nothing else (ES-48, ES-52). */
  void empty() {
    payload = null;
    attributes = Attributes.EMPTY;
    steps.clear();
    status = withoutBody();
  }

  /** The status without the body of its response, if it has one. */
  Status withoutBody() {
    return status instanceof Status.Complete complete
        ? new Status.Complete(complete.at(), complete.how(), complete.response().withoutBody())
        : status;
  }

  private EventRecord toRecord(Status shown) {
    return new EventRecord(
        key,
        type,
        lane,
        position,
        holdsLane,
        payloadSha256,
        payload != null,
        shown,
        generation,
        attempts,
        newestToken,
        inDoubt,
        reopenings,
        problem,
        receivedAt,
        Optional.ofNullable(windowStart));
  }
}
