package io.webhookguard.store.mysql;

import io.webhookguard.api.event.Completion;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.store.DoubtMark;
import io.webhookguard.api.store.HeadOfLine;
import io.webhookguard.api.store.Intervention;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.store.sql.internal.Endings;
import io.webhookguard.store.sql.internal.Row;
import io.webhookguard.store.sql.internal.StoreClock;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * The row of an event while it is locked: read, changed here, and written back with all that
 * changed of a batch in one statement.
 *
 * <p>MySQL neither returns what an update made of a row nor promises an order of assignments when
 * it updates several, so that what a change makes of a row is decided here, on what the lock keeps
 * as it is. Every change counts one entry (LG-2).
 */
final class EventRow {

  final long seq;
  final Route route;
  final Optional<Sha256> lane;
  final long rank;
  EventState state;
  long position;
  int attempts;
  int generation;
  long token;
  boolean holdsLane;
  Optional<Long> dueAt;
  private final EventKey key;
  private int entries;
  private Optional<Long> settledAt;
  private long settledToken;
  private String settledAs;
  private Optional<Long> windowStart;
  private long windowToken;
  private Optional<String> completion;
  private Optional<String> failure;
  private int reopenings;
  private boolean inDoubt;
  private boolean payloadKept;
  private Problem problem;
  private long firstToken;
  private Optional<UUID> interventionId;

  private EventRow(Row row) throws SQLException {
    this.seq = row.number("seq");
    this.route = new Route(row.text("source"), row.text("consumer"));
    this.key = new EventKey(route, row.text("scope"), row.text("event_id"));
    this.lane = row.optionalDigest("lane");
    this.rank = row.number("rank");
    this.state = EventState.valueOf(row.text("state"));
    this.position = row.number("position");
    this.attempts = row.count("attempts");
    this.generation = row.count("generation");
    this.token = row.number("token");
    this.holdsLane = row.flag("holds_lane");
    this.dueAt = optionalNumber(row, "due_at");
    this.entries = row.count("entries");
    this.settledAt = optionalNumber(row, "settled_at");
    this.settledToken = row.number("settled_token");
    this.settledAs = row.text("settled_as");
    this.windowStart = optionalNumber(row, "window_start");
    this.windowToken = row.number("window_token");
    this.completion = row.optionalText("completion");
    this.failure = row.optionalText("failure");
    this.reopenings = row.count("reopenings");
    this.inDoubt = row.flag("in_doubt");
    this.payloadKept = row.flag("payload_kept");
    this.problem = new Problem(row.text("problem_kind"), row.text("problem_detail"));
    this.firstToken = row.number("first_token");
    this.interventionId = row.optionalId("intervention_id");
  }

  static EventRow read(Row row) throws SQLException {
    return new EventRow(row);
  }

  private static Optional<Long> optionalNumber(Row row, String column) throws SQLException {
    return row.isNull(column) ? Optional.empty() : Optional.of(row.number(column));
  }

  EventKey key() {
    return key;
  }

  /** The number of the newest entry. */
  int entries() {
    return entries;
  }

  /** Counts an entry that no change of the state makes. */
  void countEntry() {
    entries++;
  }

  boolean isDue(long now) {
    return state == EventState.PENDING && dueAt.filter(due -> due <= now).isPresent();
  }

  /** Whether nothing but time and people will change it: purge may take it (ES-52). */
  boolean isOver() {
    boolean cancelled = failure.equals(Optional.of(FailureReason.CANCELLED.name()));
    return state == EventState.COMPLETE || (state == EventState.FAILED && cancelled);
  }

  boolean isPayloadKept() {
    return payloadKept;
  }

  /** A claim (ES-10): the key window begins with it unless an earlier claim began it (ES-16). */
  void start(long newToken, long now) {
    state = EventState.PROCESSING;
    attempts++;
    token = newToken;
    holdsLane = lane.isPresent();
    if (windowStart.isEmpty()) {
      windowStart = Optional.of(now);
      windowToken = newToken;
    }
    entries++;
  }

  /** The claim is the one that the admission asked for (ES-4). */
  void startedByItsAdmission() {
    firstToken = token;
  }

  /** A takeover (ES-31): the attempt and its key window are the same. */
  void takeOver(long newToken) {
    token = newToken;
    inDoubt = true;
    entries++;
  }

  /** The end of an attempt (ES-22 to ES-26). */
  void end(Settlement settlement, long now) {
    settledToken = token;
    settledAs = Endings.name(settlement);
    entries++;
    settlement.match(
        complete -> completed(Completion.HANDLED, now, true),
        retry -> {
          inDoubt = retry.mark() == DoubtMark.KEEP && inDoubt;
          return pendingAfter(retry.after(), retry.problem(), now);
        },
        doubt -> {
          inDoubt = true;
          return pendingAfter(doubt.after(), doubt.problem(), now);
        },
        fail -> failed(fail, now),
        release -> released(release, now));
  }

  private EventState completed(Completion how, long now, boolean clearsProblem) {
    state = EventState.COMPLETE;
    settledAt = Optional.of(now);
    completion = Optional.of(how.name());
    inDoubt = false;
    holdsLane = false;
    if (clearsProblem) {
      problem = Problem.NONE;
    }
    return state;
  }

  private EventState pendingAfter(Duration after, Problem why, long now) {
    state = EventState.PENDING;
    dueAt = Optional.of(StoreClock.after(now, after));
    problem = why;
    return state;
  }

  private EventState failed(Settlement.Fail fail, long now) {
    state = EventState.FAILED;
    settledAt = Optional.of(now);
    failure = Optional.of(fail.reason().name());
    holdsLane = holdsLane && fail.headOfLine() == HeadOfLine.BLOCK;
    inDoubt = fail.mark() == DoubtMark.SET || (fail.mark() == DoubtMark.KEEP && inDoubt);
    problem = fail.problem();
    return state;
  }

  /** The effect was never started: a key window that began with this claim has not begun. */
  private EventState released(Settlement.Release release, long now) {
    attempts = Math.max(attempts - 1, 0);
    if (windowToken == token) {
      windowStart = Optional.empty();
      windowToken = 0;
    }
    return pendingAfter(release.after(), release.problem(), now);
  }

  /**
   * A change by a person or a redelivery (ES-41 to ES-48), which its rules allow.
   *
   * @param tail the position at the end of the lane, for an event that does not hold it (LN-8)
   */
  void change(Intervention intervention, long now, long tail) {
    interventionId = Optional.of(intervention.id());
    entries++;
    intervention.match(
        redelivery -> {
          reopenings++;
          return fresh(now, tail);
        },
        retry -> {
          forgetWindow();
          return fresh(now, tail);
        },
        confirm -> completed(Completion.CONFIRMED, now, false),
        discard -> cancelled(now),
        replay -> replayed(now, tail),
        erase -> erased());
  }

  private EventState fresh(long now, long tail) {
    state = EventState.PENDING;
    dueAt = Optional.of(now);
    attempts = 0;
    position = holdsLane ? position : tail;
    return state;
  }

  private void forgetWindow() {
    windowStart = Optional.empty();
    windowToken = 0;
  }

  private EventState cancelled(long now) {
    state = EventState.FAILED;
    settledAt = Optional.of(now);
    failure = Optional.of(FailureReason.CANCELLED.name());
    holdsLane = false;
    return state;
  }

  private EventState replayed(long now, long tail) {
    generation++;
    reopenings = 0;
    inDoubt = false;
    problem = Problem.NONE;
    forgetWindow();
    return fresh(now, tail);
  }

  private EventState erased() {
    payloadKept = false;
    return state;
  }

  /** The payload goes (ES-52). */
  void empty() {
    payloadKept = false;
    entries++;
  }

  /** Adds the row to a batch of changes. */
  void writeTo(JsonRows rows) {
    rows.row()
        .put("seq", seq)
        .putNumber("settled_at", settledAt)
        .putNumber("due_at", dueAt)
        .put("token", token)
        .put("settled_token", settledToken)
        .putNumber("window_start", windowStart)
        .put("window_token", windowToken)
        .put("position", position)
        .put("attempts", attempts)
        .put("entries", entries)
        .put("state", state)
        .put("settled_as", settledAs)
        .put("generation", generation)
        .put("reopenings", reopenings)
        .put("in_doubt", inDoubt)
        .put("holds_lane", holdsLane)
        .put("payload_kept", payloadKept)
        .put("problem_kind", problem.kind())
        .put("problem_detail", problem.detail())
        .put("first_token", firstToken);
    completion.ifPresent(how -> rows.put("completion", how));
    failure.ifPresent(why -> rows.put("failure", why));
    interventionId.ifPresent(id -> rows.put("intervention_id", id));
  }
}
