package io.webhookguard.store.mysql;

import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.store.Purged;
import io.webhookguard.api.store.Retention;
import io.webhookguard.store.sql.internal.StoreClock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Removes what is past its retention, in one bounded transaction per call (ES-52, ES-53). What is
 * old is found without locks; rows that somebody else is changing are left for the next call.
 */
final class Purge {

  /** How long the id of a call that granted claims is known: far longer than anybody repeats it. */
  private static final Duration CALLS_KEPT = Duration.ofDays(2);

  /** How many numbers stay below the newest one, so that a purge is rarely about them. */
  private static final long SERIALS_KEPT = 10_000;

  /** How many rows of each kind that nobody misses go in a call. */
  private static final int LEFTOVERS = 1_000;

  private final Connections connections;

  Purge(Connections connections) {
    this.connections = connections;
  }

  /** Tombstones first: they take nothing but room, and are gone for good. */
  Purged purge(Retention retention, int limit) {
    Purged purged =
        connections.write(
            session -> {
              int forgotten = forget(session, retention.dedupHorizon(), limit);
              int emptied = empty(session, retention.payload(), limit - forgotten);
              return new Purged(emptied, forgotten);
            });
    connections.write(Purge::dropLeftovers);
    dropSerials();
    return purged;
  }

  private static int forget(WriteSession session, Duration horizon, int limit) {
    List<Long> old = find(session, MysqlStatement.FORGETTABLE_EVENTS, horizon, limit);
    Collection<EventRow> locked =
        Events.lock(session, MysqlStatement.LOCK_FREE_EVENTS, old).values();
    List<Long> forgotten =
        locked.stream()
            .filter(event -> event.isOver() && !event.isPayloadKept())
            .map(event -> event.seq)
            .toList();
    JsonRows rows = Events.rows(forgotten);
    session.run(MysqlStatement.REMEMBER_KEYS, "events", rows);
    session.run(MysqlStatement.DROP_RESPONSES, "events", rows);
    session.run(MysqlStatement.REMOVE_DEAD_LETTERS, "events", rows);
    session.run(MysqlStatement.FORGET_EVENTS, "events", rows);
    return forgotten.size();
  }

  private static List<Long> find(
      WriteSession session, MysqlStatement statement, Duration age, int limit) {
    return limit == 0
        ? List.of()
        : session
            .call(statement)
            .bind("before", StoreClock.before(session.now(), age))
            .bind("limit", limit)
            .list(row -> row.number("seq"));
  }

  private static int empty(WriteSession session, Duration age, int limit) {
    List<Long> old = find(session, MysqlStatement.PURGEABLE_EVENTS, age, limit);
    List<EventRow> events =
        Events.lock(session, MysqlStatement.LOCK_FREE_EVENTS, old).values().stream()
            .filter(event -> event.isOver() && event.isPayloadKept())
            .toList();
    if (events.isEmpty()) {
      return 0;
    }
    Journal journal = new Journal(session, session.takeBlock());
    for (EventRow event : events) {
      event.empty();
      journal.add(event, Journal.Entry.of(DecisionKind.PURGED, LedgerEntry.GUARD, ""));
    }
    JsonRows rows = Events.rows(events.stream().map(event -> event.seq).toList());
    Events.write(session, events);
    dropContent(session, rows);
    journal.write();
    return events.size();
  }

  /** All of these events that does not recognise duplicates. */
  static void dropContent(WriteSession session, JsonRows events) {
    session.run(MysqlStatement.DROP_PAYLOADS, "events", events);
    session.run(MysqlStatement.STRIP_RESPONSES, "events", events);
    session.run(MysqlStatement.DROP_STEPS, "events", events);
  }

  /** Lanes without events, ids of old calls, and numbers that no reader asks for any more. */
  private static boolean dropLeftovers(WriteSession session) {
    session
        .call(MysqlStatement.DROP_CLAIM_CALLS)
        .bind("before", StoreClock.before(session.now(), CALLS_KEPT))
        .bind("limit", LEFTOVERS)
        .update();
    session.call(MysqlStatement.DROP_LANES).bind("limit", LEFTOVERS).update();
    return true;
  }

  /** The numbers at the lower end, once nothing is under way among them (LG-3). */
  private void dropSerials() {
    Serials serials =
        connections.look(
            statements ->
                statements
                    .call(MysqlStatement.SERIAL_FLOOR)
                    .first(row -> new Serials(row.number("floor"), row.number("newest")))
                    .orElseThrow());
    long wanted = Math.min(serials.newest() - SERIALS_KEPT, serials.floor() + LEFTOVERS);
    if (wanted <= serials.floor()) {
      return;
    }
    long floor =
        connections.onConnection(
            (connection, statements) ->
                new LedgerHorizon(connection, statements, connections.files())
                    .boundOf(serials.floor(), wanted));
    connections.write(
        session ->
            session
                .call(MysqlStatement.DROP_SERIALS)
                .bind("floor", floor)
                .bind("limit", LEFTOVERS)
                .update());
  }

  private record Serials(long floor, long newest) {}
}
