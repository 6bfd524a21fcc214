package io.webhookguard.conformance.model;

import io.webhookguard.api.event.Attributes;
import io.webhookguard.api.event.Completion;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.Settlement;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One event as the contract says it must be. Plain data: the rules change it. */
final class ModelEvent {

  /** The place of an event whose position nobody has seen yet. */
  static final long UNSEEN = -1;

  final Arrival arrival;
  final Instant receivedAt;

  /** Orders the events by admission. */
  final long admission;

  /** What the first answer was, and the token of the claim that it made, if it made one (ES-4). */
  Class<? extends Admission> firstAnswer = Admission.Queued.class;

  long firstToken;

  Status status;
  int generation = 1;
  int attempts;
  boolean inDoubt;
  int reopenings;
  Problem problem = Problem.NONE;

  /** Orders a lane as the contract does; the store's positions must be in the same order. */
  long place;

  long position = UNSEEN;
  boolean holdsLane;

  long newestToken;
  @Nullable Instant startedAt;
  @Nullable Instant windowStart;
  long windowToken;

  long settledToken;
  @Nullable Class<? extends Settlement> settledAs;
  @Nullable UUID intervention;
  final Set<UUID> formerInterventions = new HashSet<>();

  boolean payloadKept = true;
  final Map<String, Payload> steps = new LinkedHashMap<>();
  int entries;

  /** The rule that the newest change, or refusal to change, obeyed. */
  String rule = "ES-1";

  ModelEvent(Arrival arrival, Instant now, long admission, long place) {
    this.arrival = arrival;
    this.receivedAt = now;
    this.admission = admission;
    this.place = place;
    this.status = new Status.Pending(now);
  }

  ModelEvent(ModelEvent that) {
    this(that.arrival, that.receivedAt, that.admission, that.place);
    firstAnswer = that.firstAnswer;
    firstToken = that.firstToken;
    status = that.status;
    generation = that.generation;
    attempts = that.attempts;
    inDoubt = that.inDoubt;
    reopenings = that.reopenings;
    problem = that.problem;
    position = that.position;
    holdsLane = that.holdsLane;
    newestToken = that.newestToken;
    startedAt = that.startedAt;
    windowStart = that.windowStart;
    windowToken = that.windowToken;
    settledToken = that.settledToken;
    settledAs = that.settledAs;
    intervention = that.intervention;
    formerInterventions.addAll(that.formerInterventions);
    payloadKept = that.payloadKept;
    steps.putAll(that.steps);
    entries = that.entries;
    rule = that.rule;
  }

  EventKey key() {
    return arrival.key();
  }

  EventState state() {
    return status.state();
  }

  /** Whether nobody ever wanted to run it: it was in no lane, and its position says nothing. */
  boolean isIgnored() {
    return status instanceof Status.Complete complete && complete.how() == Completion.IGNORED;
  }

  boolean hasLane() {
    return !arrival.lane().isNone();
  }

  /** The lane among those of all routes and scopes (LN-9); nothing for an event without one. */
  Optional<Sha256> lane() {
    return hasLane()
        ? Optional.of(arrival.lane().digest(key().route(), key().scope()))
        : Optional.empty();
  }

  /** Whether it makes a newcomer to its lane wait (LN-4). */
  boolean occupiesLane() {
    return hasLane() && (holdsLane || state() == EventState.PENDING);
  }

  boolean isHeldUnder(FencingToken token) {
    return state() == EventState.PROCESSING && newestToken == token.value();
  }

  boolean isClaimedUnder(UUID claimId) {
    return status instanceof Status.Processing held && held.claimId().equals(claimId);
  }

  boolean isFailedFor(FailureReason... reasons) {
    return status instanceof Status.Failed failed
        && Arrays.asList(reasons).contains(failed.reason());
  }

  boolean isTerminal() {
    return state() == EventState.COMPLETE || state() == EventState.FAILED;
  }

  /** When the event was done with: COMPLETE or given up. Nothing for one that stays (ES-52). */
  Optional<Instant> doneAt() {
    if (status instanceof Status.Complete complete) {
      return Optional.of(complete.at());
    }
    return status instanceof Status.Failed failed && isFailedFor(FailureReason.CANCELLED)
        ? Optional.of(failed.at())
        : Optional.empty();
  }

  void forgetWindow() {
    windowStart = null;
    windowToken = 0;
  }

  Claim claim() {
    Status.Processing held = (Status.Processing) status;
    return new Claim(
        key(), held.owner(), held.claimId(), new FencingToken(newestToken), held.leaseEnd());
  }

  /** What the holder of the current claim must be given. */
  Attempt attempt() {
    Instant started = startedAt;
    Instant window = windowStart;
    if (started == null || window == null) {
      throw new IllegalStateException(key() + " was never claimed");
    }
    return new Attempt(
        claim(),
        arrival.type(),
        arrival.lane(),
        payloadKept ? arrival.attributes() : Attributes.EMPTY,
        arrival.payload(),
        generation,
        attempts,
        inDoubt,
        receivedAt,
        started,
        window);
  }

  /** The record that a store must show, at this position. */
  EventRecord record(long shownPosition) {
    return new EventRecord(
        key(),
        arrival.type(),
        arrival.lane(),
        shownPosition,
        holdsLane,
        arrival.payload().sha256(),
        payloadKept,
        status,
        generation,
        attempts,
        newestToken,
        inDoubt,
        reopenings,
        problem,
        receivedAt,
        Optional.ofNullable(windowStart));
  }

  /** A list shows a record without the body of its response (ES-51). */
  static EventRecord withoutBody(EventRecord record) {
    return record.status() instanceof Status.Complete complete
        ? withStatus(record, withoutBody(complete))
        : record;
  }

  /** What is left recognises duplicates, and nothing else. */
  void empty() {
    payloadKept = false;
    steps.clear();
    if (status instanceof Status.Complete complete) {
      status = withoutBody(complete);
    }
  }

  static Status.Complete withoutBody(Status.Complete complete) {
    Response bare = complete.response().withoutBody();
    return new Status.Complete(complete.at(), complete.how(), bare);
  }

  private static EventRecord withStatus(EventRecord record, Status status) {
    return new EventRecord(
        record.key(),
        record.type(),
        record.lane(),
        record.position(),
        record.holdsLane(),
        record.payloadSha256(),
        record.payloadKept(),
        status,
        record.generation(),
        record.attempts(),
        record.newestToken(),
        record.inDoubt(),
        record.reopenings(),
        record.problem(),
        record.receivedAt(),
        record.windowStart());
  }

  /** All that later answers depend on, for telling two models apart. */
  List<Object> essence() {
    return List.of(
        record(place),
        List.of(firstAnswer, firstToken, windowToken, settledToken, entries),
        Optional.ofNullable(startedAt),
        Optional.ofNullable(settledAs),
        Optional.ofNullable(intervention),
        Set.copyOf(formerInterventions),
        List.copyOf(steps.entrySet()));
  }
}
