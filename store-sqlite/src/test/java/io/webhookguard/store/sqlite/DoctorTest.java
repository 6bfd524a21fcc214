package io.webhookguard.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.store.DurabilityLevel;
import io.webhookguard.api.store.StoreDoctor.Diagnosis;
import io.webhookguard.api.store.StoreDoctor.Finding;
import io.webhookguard.testsupport.stores.Fixture;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DoctorTest {

  @TempDir Path folder;

  @Test
  void healthyStoreIsDurable() {
    try (SqliteStore store = SqliteStore.open(SqliteConfig.at(file()).build())) {
      Diagnosis diagnosis = store.doctor().examine();

      assertThat(diagnosis.level()).isEqualTo(DurabilityLevel.DURABLE);
      assertThat(diagnosis.product()).startsWith("SQLite 3.");
      assertThat(diagnosis.findings()).allMatch(Finding::good);
      assertThat(diagnosis.findings())
          .extracting(Finding::setting)
          .containsExactly("journal_mode", "synchronous", "file system", "quick_check", "clock");
    }
  }

  @Test
  void fileWithoutItsLogIsLess() throws SQLException {
    try (SqliteStore store = SqliteStore.open(SqliteConfig.at(file()).build())) {
      try (RawFile raw = RawFile.open(file())) {
        raw.run("pragma journal_mode = delete");
      }

      Diagnosis diagnosis = store.doctor().examine();

      assertThat(diagnosis.level()).isEqualTo(DurabilityLevel.PREFIX_LOSSY);
      assertThat(diagnosis.findings())
          .filteredOn(finding -> !finding.good())
          .extracting(Finding::setting, Finding::value)
          .containsExactly(org.assertj.core.groups.Tuple.tuple("journal_mode", "delete"));
    }
  }

  @Test
  void clockBehindTheLedgerIsSaid() {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    try (SqliteStore store = SqliteStore.open(SqliteConfig.at(file()).clock(now::get).build())) {
      store.events().admit(Fixture.arrivals("evt_", 1, ""));
      now.updateAndGet(time -> time.minus(Duration.ofHours(1)));

      Diagnosis diagnosis = store.doctor().examine();

      assertThat(diagnosis.now()).isEqualTo(now.get());
      assertThat(diagnosis.findings())
          .filteredOn(finding -> !finding.good())
          .extracting(Finding::setting)
          .containsExactly("clock");
    }
  }

  private Path file() {
    return folder.resolve("guard.db");
  }
}
