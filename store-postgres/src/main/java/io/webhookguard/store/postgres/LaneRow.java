package io.webhookguard.store.postgres;

import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.event.Status;
import io.webhookguard.store.sql.internal.HotStatements;
import io.webhookguard.store.sql.internal.KnownEvent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The lane of an event whose row is held, while an intervention moves the event in or out of it
 * (LN-6 to LN-8). An event without a lane has none, and is due by itself.
 *
 * @param digest the lane, or nothing
 * @param number the lane's number
 * @param open how many events of it are PENDING, PROCESSING, or FAILED and holding
 */
record LaneRow(Optional<Sha256> digest, long number, int open) {

  /** Holds the lane of an event, until the transaction ends. */
  static LaneRow hold(HotStatements statements, EventRecord event) {
    Lane lane = event.lane();
    if (lane.isNone()) {
      return new LaneRow(Optional.empty(), 0, 0);
    }
    Sha256 digest = lane.digest(event.key().route(), event.key().scope());
    long fresh =
        statements
            .call(PostgresStatement.TAKE_SERIAL)
            .first(row -> row.number("base"))
            .orElseThrow();
    return statements
        .call(PostgresStatement.LOCK_LANE)
        .bind("lane", digest)
        .bind("number", fresh)
        .first(row -> new LaneRow(Optional.of(digest), row.number("number"), row.count("open")))
        .orElseThrow();
  }

  @Nullable Sha256 digestOrNull() {
    return digest.orElse(null);
  }

  /** When a PENDING event is due; any other has no due time. */
  static long dueAt(EventRecord event) {
    return event.status() instanceof Status.Pending pending ? pending.dueAt().toEpochMilli() : 0;
  }

  /** After an event became PENDING again. One that holds its lane goes on where it was. */
  void enter(HotStatements statements, KnownEvent before, long now, long position) {
    EventRecord event = before.record();
    if (digest.isEmpty() || event.holdsLane()) {
      addDue(statements, event, now, before.seq(), Optional.of(before.seq()));
      return;
    }
    statements
        .call(PostgresStatement.ADD_WAITING)
        .bind("number", number)
        .bind("rank", before.rank())
        .bind("position", position)
        .bind("seq", before.seq())
        .update();
    count(statements, 1);
    if (open == 0) {
      addDue(statements, event, now, number, Optional.empty());
    }
  }

  /** After an event that was PENDING or FAILED is over. */
  void leave(HotStatements statements, KnownEvent before, long now) {
    EventRecord event = before.record();
    boolean pending = event.state() == EventState.PENDING;
    if (digest.isEmpty() || event.holdsLane()) {
      if (pending) {
        statements
            .call(PostgresStatement.DROP_DUE)
            .bind("route", RouteNumber.of(event.key().route()))
            .bind("due_at", dueAt(event))
            .bind("seq", before.seq())
            .update();
      }
      if (event.holdsLane()) {
        count(statements, -1);
        if (open > 1) {
          addDue(statements, event, now, number, Optional.empty());
        }
      }
    } else if (pending) {
      stopWaiting(statements, before);
    }
  }

  private void stopWaiting(HotStatements statements, KnownEvent before) {
    statements
        .call(PostgresStatement.DROP_WAITING)
        .bind("number", number)
        .bind("rank", before.rank())
        .bind("position", before.record().position())
        .update();
    count(statements, -1);
    if (open == 1) {
      statements.call(PostgresStatement.DROP_VACANCY).bind("lane", digest.orElseThrow()).update();
    }
  }

  private void count(HotStatements statements, int by) {
    statements
        .call(PostgresStatement.COUNT_LANE)
        .bind("lane", digest.orElseThrow())
        .bind("by", by)
        .update();
  }

  /** Makes an event due, or the lane itself if there is no event. */
  private void addDue(
      HotStatements statements, EventRecord event, long now, long id, Optional<Long> seq) {
    statements
        .call(PostgresStatement.ADD_DUE)
        .bind("route", RouteNumber.of(event.key().route()))
        .bind("due_at", now)
        .bind("id", id)
        .bind("seq", seq.orElse(null))
        .bind("lane", seq.isPresent() ? null : digest.orElseThrow())
        .update();
  }
}
