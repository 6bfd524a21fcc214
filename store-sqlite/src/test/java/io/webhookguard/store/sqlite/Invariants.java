package io.webhookguard.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;

/** What must hold in the file at any time, asked in SQL, past the store's own code. */
final class Invariants {

  private Invariants() {}

  static void assertHold(Path file) throws SQLException {
    try (RawFile raw = RawFile.open(file)) {
      assertThat(raw.ask("pragma integrity_check")).containsExactly("ok");
      assertThat(raw.ask("pragma foreign_key_check")).isEmpty();
      assertThat(raw.ask(ENTRIES_NOT_DENSE)).as("ledger numbers are dense").isEmpty();
      assertThat(raw.ask(COUNTER_OFF)).as("rows and entries agree").isEmpty();
      assertThat(raw.ask(STATE_OFF)).as("the last entry says the state").isEmpty();
      assertThat(raw.ask(TOKEN_TWICE)).as("no token is given twice").isEmpty();
      assertThat(raw.ask(PAYLOAD_LOST)).as("payloads are there").isEmpty();
    }
    assertLanesHold(file);
  }

  /** The part that also holds after interventions, whose entries say less of the state. */
  static void assertLanesHold(Path file) throws SQLException {
    try (RawFile raw = RawFile.open(file)) {
      assertThat(raw.ask(LANE_WITHOUT_HEAD)).as("whoever waits, waits behind a head").isEmpty();
      assertThat(raw.ask(WRONG_HEAD)).as("a waiting head is the lowest").isEmpty();
    }
  }

  private static final String ENTRIES_NOT_DENSE =
      """
      select event from guard_ledger where event is not null
      group by event having count(*) <> max(number) or count(distinct number) <> max(number)
      """;

  private static final String COUNTER_OFF =
      """
      select e.event_id from guard_event e
      where e.entries <> (select count(*) from guard_ledger l where l.event = e.seq)
      """;

  private static final String STATE_OFF =
      """
      select e.event_id, e.state, l.kind from guard_event e
      join guard_ledger l on l.event = e.seq and l.number = e.entries
      where case l.kind
        when 'RECEIVED' then 'PENDING' when 'STARTED' then 'PROCESSING'
        when 'RECOVERED' then 'PROCESSING' when 'RELEASED' then 'PENDING'
        when 'COMPLETED' then 'COMPLETE' else 'unexpected' end <> e.state
      """;

  private static final String LANE_WITHOUT_HEAD =
      """
      select e.event_id from guard_event e
      where e.state = 'PENDING' and e.head = 0
        and not exists (select 1 from guard_event h where h.lane = e.lane and h.head = 1)
      """;

  private static final String WRONG_HEAD =
      """
      select h.event_id from guard_event h
      join guard_event e on e.lane = h.lane and e.state = 'PENDING' and e.head = 0
      where h.head = 1 and h.holds_lane = 0
        and (e.rank < h.rank or (e.rank = h.rank and e.position < h.position))
      """;

  private static final String TOKEN_TWICE =
      """
      select token from guard_ledger where kind in ('STARTED', 'RECOVERED')
      group by token having count(*) > 1
      """;

  private static final String PAYLOAD_LOST =
      """
      select e.event_id from guard_event e left join guard_payload p on p.event = e.seq
      where (e.payload_kept = 1) <> (p.event is not null)
      """;
}
