package com.example.filestore;

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
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.Settlement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that a file holds: one event with its ledger entries.
 *
 * <p>A row that others can see is never changed. A transition copies it, changes the copy, and
 * hands it to {@link Table#save}, which writes the file first: a write that fails leaves the old
 * row.
 */
final class Row {

  final EventKey key;

  /** Grows with every admission; listings are in its order. */
  final long admission;

  final UUID deliveryId;
  final String type;
  final Lane lane;
  final Sha256 payloadSha256;
  final Instant receivedAt;

  Status status;
  int generation = 1;
  int attempts;
  boolean inDoubt;
  int reopenings;
  Problem problem = Problem.NONE;

  /** What the first answer was, for a repeated delivery id. */
  boolean ignoredAtFirst;

  long tokenAtFirst;

  /** The newest claim, and the one from which the key window counts. */
  long newestToken;

  @Nullable Instant startedAt;
  @Nullable Instant windowStart;
  long windowToken;

  /** What took effect last, so that a repeat is recognised. */
  long settledToken;

  String settledAs = "";
  @Nullable UUID interventionId;

  /** What a purge takes. */
  @Nullable Payload payload;

  Attributes attributes;
  Map<String, Payload> steps = new LinkedHashMap<>();

  /** False once the tombstone went too: then the entries alone are left. */
  boolean known = true;

  int lastEntry;
  List<LedgerEntry> entries = new ArrayList<>();

  /** A new event: PENDING and due now. */
  Row(Arrival arrival, long admission, Instant now) {
    this(
        arrival.key(),
        admission,
        arrival.deliveryId(),
        arrival.type(),
        arrival.lane(),
        arrival.payload().sha256(),
        now,
        new Status.Pending(now),
        arrival.attributes());
    this.payload = arrival.payload();
  }

  Row(
      EventKey key,
      long admission,
      UUID deliveryId,
      String type,
      Lane lane,
      Sha256 payloadSha256,
      Instant receivedAt,
      Status status,
      Attributes attributes) {
    this.key = key;
    this.admission = admission;
    this.deliveryId = deliveryId;
    this.type = type;
    this.lane = lane;
    this.payloadSha256 = payloadSha256;
    this.receivedAt = receivedAt;
    this.status = status;
    this.attributes = attributes;
  }

  Row copy() {
    Row copy =
        new Row(
            key, admission, deliveryId, type, lane, payloadSha256, receivedAt, status, attributes);
    copy.generation = generation;
    copy.attempts = attempts;
    copy.inDoubt = inDoubt;
    copy.reopenings = reopenings;
    copy.problem = problem;
    copy.ignoredAtFirst = ignoredAtFirst;
    copy.tokenAtFirst = tokenAtFirst;
    copy.newestToken = newestToken;
    copy.startedAt = startedAt;
    copy.windowStart = windowStart;
    copy.windowToken = windowToken;
    copy.settledToken = settledToken;
    copy.settledAs = settledAs;
    copy.interventionId = interventionId;
    copy.payload = payload;
    copy.steps = new LinkedHashMap<>(steps);
    copy.known = known;
    copy.lastEntry = lastEntry;
    copy.entries = new ArrayList<>(entries);
    return copy;
  }

  boolean is(EventState state) {
    return status.state() == state;
  }

  /** Whether a claim with this token is the current one. Its lease may have ended. */
  boolean isHeldUnder(FencingToken token) {
    return is(EventState.PROCESSING) && newestToken == token.value();
  }

  /** Whether a settlement of this kind ended the newest claim. */
  boolean wasSettledBy(Settlement settlement) {
    return settledToken == newestToken
        && settledToken == settlement.claim().token().value()
        && settledAs.equals(settlement.getClass().getSimpleName());
  }

  /** The current claim of a row that is PROCESSING, with all that is needed to run it. */
  Attempt attempt() {
    Status.Processing held = (Status.Processing) status;
    if (payload == null || startedAt == null || windowStart == null) {
      throw new IllegalStateException(key + " was claimed without a payload or a time");
    }
    Claim claim =
        new Claim(
            key, held.owner(), held.claimId(), new FencingToken(newestToken), held.leaseEnd());
    return new Attempt(
        claim,
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

  /** The record as lists show it. */
  EventRecord toRecordWithoutBody() {
    return toRecord(withoutBody());
  }

  /** What is left recognises duplicates, and nothing else. */
  void empty() {
    payload = null;
    attributes = Attributes.EMPTY;
    steps.clear();
    status = withoutBody();
  }

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
        admission,
        false,
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
