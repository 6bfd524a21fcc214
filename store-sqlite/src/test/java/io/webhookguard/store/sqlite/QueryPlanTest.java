package io.webhookguard.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.store.sql.TablePrefix;
import io.webhookguard.store.sql.internal.NamedSql;
import io.webhookguard.store.sql.internal.SharedStatement;
import io.webhookguard.store.sql.internal.StatementFiles;
import io.webhookguard.store.sql.internal.StatementName;
import io.webhookguard.testsupport.stores.Fixture;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Hot statements find their rows by index, whatever the tables hold. */
final class QueryPlanTest {

  /** Statements that walk a table on purpose: a search, tables of one row, the end of a chain. */
  private static final Set<StatementName> SCANS =
      Set.of(
          SharedStatement.SEARCH_EVENTS,
          SharedStatement.NEWEST_ADMISSION,
          SharedStatement.NEWEST_SEAL,
          SharedStatement.NEWEST_ARCHIVE_MARK);

  /** Statements that sort what belongs to one call or one event. */
  private static final Set<StatementName> SORTS =
      Set.of(
          SharedStatement.FIND_CLAIMS,
          SharedStatement.RECALL_STEPS,
          SharedStatement.LEDGER_ENTRIES);

  @TempDir Path folder;

  private SqliteStore store;
  private StatementFiles files;

  @BeforeEach
  void open() {
    store = SqliteStore.open(SqliteConfig.at(folder.resolve("guard.db")).build());
    files =
        StatementFiles.load(
            SqliteStore.class, TablePrefix.DEFAULT, List.of(SqliteStatement.values()));
  }

  @AfterEach
  void close() {
    store.close();
  }

  static Stream<StatementName> statements() {
    return Stream.<StatementName>concat(
            Stream.of(SharedStatement.values()), Stream.of(SqliteStatement.values()))
        .filter(name -> !SCANS.contains(name));
  }

  @ParameterizedTest
  @MethodSource("statements")
  void nothingIsScannedAndNothingIsSortedByHand(StatementName name) throws SQLException {
    List<String> plan = plan(name);

    assertThat(plan).noneMatch(step -> step.startsWith("SCAN guard_"));
    assertThat(plan).noneMatch(step -> step.startsWith("SCAN e"));
    if (!SORTS.contains(name)) {
      assertThat(plan).noneMatch(step -> step.contains("TEMP B-TREE"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "DUE_HEADS, guard_event_due (source=? AND consumer=? AND due_at<?)",
    "LAPSED_CLAIMS, guard_event_lease (source=? AND consumer=? AND lease_end<?)",
    "ELECT_HEAD, guard_event_lane_waiting (lane=?)",
    "ELECT_HEAD, guard_event_lane_head (lane=?)",
    "YIELD_HEAD, guard_event_lane_head (lane=?)",
    "ADMIT_EVENT, guard_event_lane_head (lane=?)",
    "SETTLE_COMPLETE, sqlite_autoindex_guard_event_1 (digest=?)",
    "SETTLED_BEFORE, guard_event_settled (payload_kept=? AND settled_at<?)",
  })
  void ownStatementsUseTheirIndex(SqliteStatement name, String index) throws SQLException {
    assertThat(plan(name)).anyMatch(step -> step.contains(index));
  }

  @ParameterizedTest
  @CsvSource({
    "FIND_EVENT, sqlite_autoindex_guard_event_1 (digest=?)",
    "FIND_CLAIMS, guard_event_claim (claim_id=?)",
    "SEARCH_EVENT_ID, guard_event_event_id (event_id=?",
    "SEARCH_FAILED, guard_event_failed (state=?",
    "LEDGER_ENTRIES, guard_ledger_event (event=?)",
    "LEDGER_ENTRIES, guard_forgotten_digest (digest=?)",
  })
  void sharedStatementsUseTheirIndex(SharedStatement name, String index) throws SQLException {
    assertThat(plan(name)).anyMatch(step -> step.contains(index));
  }

  @Test
  void whatIsBehindALanesHeadIsInNoDueIndex() throws SQLException {
    store.events().admit(Fixture.arrivals("evt_", 1_000, "cus_1"));

    try (RawFile raw = RawFile.open(folder.resolve("guard.db"))) {
      assertThat(
              raw.number(
                  "select count(*) from guard_event indexed by guard_event_due"
                      + " where source = 'stripe-live' and consumer = 'main'"
                      + " and state = 'PENDING' and head = 1 and due_at > 0"))
          .isEqualTo(1);
    }
  }

  private List<String> plan(StatementName name) throws SQLException {
    NamedSql sql = files.get(name);
    try (Connection connection = store.userConnections().getConnection();
        PreparedStatement explain =
            connection.prepareStatement("explain query plan " + sql.jdbc())) {
      for (int i = 1; i <= sql.parameters().size(); i++) {
        explain.setLong(i, 1);
      }
      List<String> steps = new ArrayList<>();
      try (ResultSet rows = explain.executeQuery()) {
        while (rows.next()) {
          steps.add(rows.getString("detail"));
        }
      }
      return steps;
    }
  }
}
