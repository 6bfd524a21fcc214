package io.webhookguard.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.error.CorruptStateException;
import io.webhookguard.api.store.Admission;
import io.webhookguard.store.sql.TablePrefix;
import io.webhookguard.testsupport.stores.Fixture;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tables refuse by themselves, and how they come to be. */
final class SchemaRulesTest {

  @TempDir Path folder;

  @ParameterizedTest
  @DisplayName("LG-6 the database refuses to change or remove entries")
  @ValueSource(
      strings = {
        "update guard_ledger set detail = 'nothing happened'",
        "update or ignore guard_ledger set actor = 'nobody'",
        "delete from guard_ledger",
        "delete from guard_ledger where position = 1",
        "replace into guard_ledger select * from guard_ledger where position = 1",
        "insert or replace into guard_ledger (position, source, number, at, kind, actor, generation,"
            + " attempt, token, count, detail) values (1, 's', 0, 0, 'REJECTED', 'x', 0, 0, 0, 1, '')",
      })
  void ledgerRefusesChanges(String sql) throws SQLException {
    try (SqliteStore store = open();
        RawFile raw = RawFile.open(file())) {
      store.events().admit(Fixture.arrivals("evt_", 2, ""));
      List<String> before = raw.ask("select event || detail || at from guard_ledger");

      assertThatThrownBy(() -> raw.run(sql)).isInstanceOf(SQLException.class);

      assertThat(raw.ask("select event || detail || at from guard_ledger")).isEqualTo(before);
      store.events().admit(List.of(Fixture.arrival("evt_after", "")));
      assertThat(store.ledger().scan(0, 10).entries()).hasSize(3);
    }
  }

  @ParameterizedTest
  @DisplayName("LN-1 the database refuses two of a lane that are PROCESSING")
  @ValueSource(
      strings = {
        "update guard_event set state = 'PROCESSING' where seq = 2",
        "update guard_event set head = 1 where seq = 2",
        "update guard_event set state = 'PROCESSING', head = 1, holds_lane = 1, owner = 'x',"
            + " claim_id = zeroblob(16), started_at = 1, lease_end = 1, window_start = 1, token = 9"
            + " where seq = 2",
        "update guard_event set holds_lane = 1 where seq = 2",
      })
  void laneRefusesASecondHead(String sql) throws SQLException {
    try (SqliteStore store = open();
        RawFile raw = RawFile.open(file())) {
      store.events().admit(Fixture.arrivals("evt_", 2, "cus_1"));
      Fixture.claimOne(store);

      assertThatThrownBy(() -> raw.run(sql)).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void rowThatAStrangerChangedIsCorrupt() throws SQLException {
    try (SqliteStore store = open();
        RawFile raw = RawFile.open(file())) {
      store.events().admit(Fixture.arrivals("evt_", 3, ""));
      raw.run("update guard_event set event_id = 'evt_9' where seq = 1");
      raw.run("update guard_payload set body = x'00' where event = 2");
      raw.run("update guard_event set lane_text = ' ', lane = zeroblob(32) where seq = 3");

      assertThatThrownBy(() -> store.events().find(Fixture.key("evt_0")))
          .isInstanceOf(CorruptStateException.class)
          .hasMessageContaining("evt_9");
      assertThatThrownBy(() -> store.events().payload(Fixture.key("evt_1")))
          .isInstanceOf(CorruptStateException.class);
      assertThatThrownBy(() -> store.events().find(Fixture.key("evt_2")))
          .isInstanceOf(CorruptStateException.class);
    }
  }

  @Test
  void printedDdlMakesAFileThatNeedsNoMigration() throws SQLException {
    try (RawFile raw = RawFile.open(file())) {
      raw.runAll(SqliteStore.ddl(new TablePrefix("shop_")));
    }
    SqliteConfig config =
        SqliteConfig.at(file()).prefix(new TablePrefix("shop_")).migrateOnOpen(false).build();
    try (SqliteStore store = SqliteStore.open(config)) {
      assertThat(store.events().admit(Fixture.arrivals("evt_", 1, "")))
          .containsExactly(new Admission.Queued());
    }
    assertThatCode(() -> SqliteStore.migrate(config)).doesNotThrowAnyException();
  }

  @Test
  void twoPrefixesInOneFileAreTwoStores() {
    SqliteConfig other = SqliteConfig.at(file()).prefix(new TablePrefix("other_")).build();
    try (SqliteStore first = open();
        SqliteStore second = SqliteStore.open(other)) {
      first.events().admit(Fixture.arrivals("evt_", 1, ""));

      assertThat(second.events().find(Fixture.key("evt_0"))).isEmpty();
      assertThat(second.events().admit(Fixture.arrivals("evt_", 1, "")))
          .containsExactly(new Admission.Queued());
    }
  }

  @Test
  void storesThatOpenAtOnceMigrateOnce() throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<SqliteStore>> opened = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        opened.add(threads.submit(this::open));
      }
      for (Future<SqliteStore> store : opened) {
        try (SqliteStore ready = store.get()) {
          assertThat(ready.ledger().scan(0, 1).entries()).isEmpty();
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private SqliteStore open() {
    return SqliteStore.open(SqliteConfig.at(file()).build());
  }

  private Path file() {
    return folder.resolve("guard.db");
  }
}
