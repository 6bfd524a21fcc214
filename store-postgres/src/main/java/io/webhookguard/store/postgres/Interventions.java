package io.webhookguard.store.postgres;

import io.webhookguard.api.error.CorruptStateException;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.store.Intervention;
import io.webhookguard.api.store.InterventionAnswer;
import io.webhookguard.api.store.InterventionAnswer.Refusal;
import io.webhookguard.store.sql.internal.HotStatements;
import io.webhookguard.store.sql.internal.InterventionRules;
import io.webhookguard.store.sql.internal.KnownEvent;
import io.webhookguard.store.sql.internal.SharedStatement;
import io.webhookguard.store.sql.internal.SqlFailure;
import io.webhookguard.store.sql.internal.StoreClock;
import io.webhookguard.store.sql.internal.StoredKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Changes events outside any attempt (ES-40 to ES-48), each in a short transaction of its own.
 *
 * <p>Such changes are rare, so they are several plain statements. They hold what they change in the
 * order that all writers keep: the lane, what is due, the event. A row that a user's open
 * transaction holds is not waited for.
 */
final class Interventions {

  /** How long other statements of the guard's may hold a row, on a busy server. */
  private static final Duration MOST_WAITING = Duration.ofMillis(250);

  private final PostgresDatabase database;
  private final StoreClock clock;

  Interventions(PostgresDatabase database, StoreClock clock) {
    this.database = database;
    this.clock = clock;
  }

  InterventionAnswer intervene(EventKey key, Intervention intervention) {
    return database.transaction(statements -> intervene(statements, key, intervention));
  }

  private InterventionAnswer intervene(
      HotStatements statements, EventKey key, Intervention intervention) {
    try {
      Optional<KnownEvent> seen = find(statements, key);
      if (seen.isEmpty()) {
        return new InterventionAnswer.Unknown();
      }
      LaneRow lane = hold(statements, seen.get());
      return find(statements, key)
          .map(known -> decide(statements, known, lane, intervention))
          .orElseGet(InterventionAnswer.Unknown::new);
    } catch (SqlFailure e) {
      if (PostgresFaults.isHeld(e.failure())) {
        return new InterventionAnswer.Locked();
      }
      throw e;
    }
  }

  private static Optional<KnownEvent> find(HotStatements statements, EventKey key) {
    return statements
        .call(SharedStatement.FIND_EVENT)
        .bind("key", StoredKey.of(key))
        .first(KnownEvent::read);
  }

  /** Holds all that the change may touch. */
  private static LaneRow hold(HotStatements statements, KnownEvent seen) {
    PostgresDatabase.limitWaiting(statements, MOST_WAITING);
    EventRecord event = seen.record();
    LaneRow lane = LaneRow.hold(statements, event);
    statements
        .call(PostgresStatement.LOCK_DUE)
        .bind("route", RouteNumber.of(event.key().route()))
        .bind("due_at", LaneRow.dueAt(event))
        .bind("seq", seen.seq())
        .bind("lane", lane.digestOrNull())
        .list(row -> row.count("held"));
    statements
        .call(PostgresStatement.LOCK_EVENT)
        .bind("key", StoredKey.of(event.key()))
        .list(row -> row.number("seq"));
    return lane;
  }

  private InterventionAnswer decide(
      HotStatements statements, KnownEvent known, LaneRow lane, Intervention intervention) {
    if (known.interventionId().equals(Optional.of(intervention.id()))) {
      return new InterventionAnswer.Done(known.record());
    }
    long now = now(statements);
    Optional<Refusal> refusal =
        InterventionRules.refusal(known.record(), intervention, Instant.ofEpochMilli(now));
    if (refusal.isPresent()) {
      return new InterventionAnswer.Refused(refusal.get(), known.record());
    }
    new Change(statements, known, lane, intervention, now, takeSerial(statements)).apply();
    return new InterventionAnswer.Done(
        find(statements, known.record().key()).orElseThrow().record());
  }

  private long now(HotStatements statements) {
    return statements
        .call(PostgresStatement.NOW)
        .bind("now", clock.givenMillis())
        .first(row -> row.number("now"))
        .orElseThrow();
  }

  private static long takeSerial(HotStatements statements) {
    return statements
        .call(PostgresStatement.TAKE_SERIAL)
        .first(row -> row.number("base"))
        .orElseThrow();
  }

  /**
   * A change that is allowed, on rows that are held.
   *
   * @param base the first of the numbers that are this change's own
   */
  private record Change(
      HotStatements statements,
      KnownEvent before,
      LaneRow lane,
      Intervention intervention,
      long now,
      long base) {

    void apply() {
      long position = update();
      statements
          .call(PostgresStatement.WRITE_ENTRY)
          .bind("position", base)
          .bind("seq", before.seq())
          .bind("now", now)
          .bind("kind", intervention.decision().name())
          .bind("actor", intervention.actor())
          .bind("detail", intervention.reason())
          .update();
      if (intervention instanceof Intervention.Confirm confirm) {
        keepResponse(confirm.response());
      }
      if (intervention instanceof Intervention.Replay) {
        bySeq(PostgresStatement.DROP_RESPONSE);
        bySeq(PostgresStatement.DROP_STEPS);
      }
      if (intervention instanceof Intervention.Erase) {
        bySeq(PostgresStatement.ERASE_PAYLOAD);
        bySeq(PostgresStatement.ERASE_RESPONSE);
        bySeq(PostgresStatement.DROP_STEPS);
      } else {
        move(position);
      }
    }

    /** Where the event stands now among dead letters and in its lane. */
    private void move(long position) {
      if (intervention instanceof Intervention.Discard) {
        bySeq(PostgresStatement.ADD_DEAD_LETTER);
        lane.leave(statements, before, now);
      } else if (intervention instanceof Intervention.Confirm) {
        bySeq(PostgresStatement.DROP_DEAD_LETTER);
        lane.leave(statements, before, now);
      } else {
        bySeq(PostgresStatement.DROP_DEAD_LETTER);
        lane.enter(statements, before, now, position);
      }
    }

    private long update() {
      HotStatements.Call call =
          intervention.match(
              redelivery -> toTail(PostgresStatement.REOPEN_REDELIVERED),
              retry -> toTail(PostgresStatement.RETRY_FAILED),
              confirm -> statements.call(PostgresStatement.CONFIRM_FAILED),
              discard -> statements.call(PostgresStatement.DISCARD_EVENT),
              replay -> toTail(PostgresStatement.REPLAY_COMPLETE),
              erase -> statements.call(PostgresStatement.ERASE_EVENT));
      if (!(intervention instanceof Intervention.Erase)) {
        call.bind("now", now);
      }
      return call.bind("seq", before.seq())
          .bind("intervention_id", intervention.id())
          .first(row -> row.number("position"))
          .orElseThrow(
              () -> new CorruptStateException(before.record().key() + " is not as it was read"));
    }

    private HotStatements.Call toTail(PostgresStatement statement) {
      return statements.call(statement).bind("position", base);
    }

    private void keepResponse(Response response) {
      if (!response.equals(Response.EMPTY)) {
        statements
            .call(PostgresStatement.KEEP_RESPONSE)
            .bind("event", before.seq())
            .bind("status", response.status())
            .bind("content_type", response.contentType())
            .bind("body", response.body().orElse(null))
            .bind("body_sha256", response.bodySha256())
            .update();
      }
    }

    private void bySeq(PostgresStatement statement) {
      statements.call(statement).bind("seq", before.seq()).update();
    }
  }
}
