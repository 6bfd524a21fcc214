package io.webhookguard.store.postgres;

import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.stores.Fixture;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Pending events, written by the server itself as admissions would leave them: millions in minutes.
 */
final class Backlog {

  private static final String SOURCE = "'" + Fixture.ROUTE.source() + "'";
  private static final String CONSUMER = "'" + Fixture.ROUTE.consumer() + "'";

  private final long events;
  private final long lanes;

  private Backlog(long events, long lanes) {
    this.events = events;
    this.lanes = lanes;
  }

  /** So many events without a lane, into empty tables. */
  static Backlog of(long events) {
    return new Backlog(events, 0);
  }

  /** The same events, dealt out to so many lanes; to none at all if it is 0. */
  Backlog inLanes(long wanted) {
    return new Backlog(events, wanted);
  }

  /** Writes them, each admitted a second after the one before. */
  void fill(Database database) {
    for (String sql : lanes == 0 ? withoutLanes() : withLanes()) {
      database.run(sql);
    }
    database.run("select setval('guard_serial', (select count(*) / 1024 + 2 from guard_event))");
  }

  private List<String> withoutLanes() {
    return List.of(
        events("null", "''"),
        payloads(),
        ledger(),
        "insert into guard_due (route, due_at, id, seq, lane, ended) select "
            + RouteNumber.of(Fixture.ROUTE)
            + ", due_at, seq, seq, null, false from guard_event order by seq");
  }

  private List<String> withLanes() {
    String lane = "'lane ' || (n % " + lanes + ")";
    return List.of(
        events(tuple("'guard.lane.v1'", SOURCE, CONSUMER, "'acct_1'", lane), lane),
        payloads(),
        ledger(),
        "insert into guard_lane (digest, number, open)"
            + " select lane, min(seq) + 2, count(*) from guard_event group by lane",
        "insert into guard_waiting (lane, rank, position, seq)"
            + " select l.number, 0, e.seq, e.seq from guard_event e"
            + " join guard_lane l on l.digest = e.lane order by e.seq",
        "insert into guard_due (route, due_at, id, seq, lane, ended) select "
            + RouteNumber.of(Fixture.ROUTE)
            + ", e.due_at, l.number, null, l.digest, false from guard_lane l"
            + " join guard_event e on e.seq = l.number - 2");
  }

  private String events(String lane, String text) {
    return "insert into guard_event (settled_at, due_at, token, settled_token, window_start,"
        + " window_token, position, attempts, entries, state, settled_as, completion, failure,"
        + " generation, reopenings, in_doubt, holds_lane, payload_kept, problem_kind,"
        + " problem_detail, intervention_id, seq, received_at, rank, first_token, first_ignored,"
        + " key, payload_sha256, delivery_id, lane, source, consumer, scope, event_id, type,"
        + " lane_text)"
        + " select null, 1000000000000 + n, 0, 0, null, 0, 4096 + 4 * n, 0, 1, 'PENDING', 'NONE',"
        + " null, null, 1, 0, false, false, true, 'none', '', null, 4096 + 4 * n,"
        + " 1000000000000 + n, 0, 0, false,"
        + " substring(sha256(convert_to('e' || n, 'UTF8')) from 1 for 8) || "
        + tuple("'guard.event.v1'", SOURCE, CONSUMER, "'acct_1'", "'e' || n")
        + ","
        + " sha256(repeat('x', 32)::bytea), decode(md5('d' || n), 'hex'), "
        + lane
        + ", "
        + SOURCE
        + ", "
        + CONSUMER
        + ", 'acct_1', 'e' || n, 'invoice.paid', "
        + text
        + " from generate_series(1, "
        + events
        + ") as n";
  }

  /** The digest of texts, each behind its length. All of them are ASCII. */
  private static String tuple(String... texts) {
    return Arrays.stream(texts)
        .map(text -> "int4send(length(" + text + ")) || convert_to(" + text + ", 'UTF8')")
        .collect(Collectors.joining(" || ", "sha256(", ")"));
  }

  private static String payloads() {
    return "insert into guard_payload (event, content_type, attributes, body)"
        + " select seq, 'application/json', ''::bytea, repeat('x', 32)::bytea from guard_event"
        + " order by seq";
  }

  private static String ledger() {
    return "insert into guard_ledger (position, event, at, token, count, number, generation,"
        + " attempt, kind, actor, detail) select seq, seq, received_at, 0, 1, 1, 1, 0, 'RECEIVED',"
        + " 'guard', type from guard_event order by seq";
  }
}
