package io.webhookguard.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.store.DurabilityLevel;
import io.webhookguard.api.store.StoreDoctor.Diagnosis;
import io.webhookguard.api.store.StoreDoctor.Finding;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.PostgresServer;
import io.webhookguard.testsupport.servers.PrivateServer;
import io.webhookguard.testsupport.stores.Fixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The level that is published is what the server's settings are worth. */
final class DoctorTest {

  @TempDir private static Path folder;

  private static PrivateServer<PostgresServer> server;
  private static Database database;

  @BeforeAll
  static void start() {
    server = PostgresServer.startPrivate(folder);
    database = server.server().freshDatabase();
    PostgresStore.migrate(PostgresOpening.at(database).build());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aHealthyServerIsDurable() {
    restart(Map.of());

    Diagnosis diagnosis = examine();

    assertThat(diagnosis.level()).isEqualTo(DurabilityLevel.DURABLE);
    assertThat(diagnosis.product()).startsWith("PostgreSQL ");
    assertThat(diagnosis.findings()).allMatch(Finding::good);
    assertThat(diagnosis.findings())
        .extracting(Finding::setting)
        .containsExactly(
            "server_version_num",
            "role",
            "fsync",
            "full_page_writes",
            "synchronous_commit",
            "plans",
            "clock");
  }

  @ParameterizedTest
  @CsvSource({
    "fsync, off, VOLATILE",
    "full_page_writes, off, PREFIX_LOSSY",
    "synchronous_commit, off, PREFIX_LOSSY"
  })
  void aSettingThatLosesCommitsIsSaidWithWhatToDo(
      String setting, String value, DurabilityLevel level) {
    restart(Map.of(setting, value));

    Diagnosis diagnosis = examine();

    assertThat(diagnosis.level()).isEqualTo(level);
    assertThat(diagnosis.findings())
        .filteredOn(finding -> !finding.good())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.setting()).isEqualTo(setting);
              assertThat(finding.value()).isEqualTo(value);
              assertThat(finding.advice()).contains("set " + setting + " = on");
            });
  }

  /** Without an answer from a standby that is named, a commit would wait for ever. */
  @Test
  void aCommitThatIsOnlyWrittenHereIsDurableWithoutAStandby() {
    restart(Map.of("synchronous_commit", "local", "synchronous_standby_names", "nobody"));

    assertThat(examine().level()).isEqualTo(DurabilityLevel.DURABLE);
  }

  @Test
  void aClockBehindTheLedgerIsSaid() {
    restart(Map.of());
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2100-01-01T00:00:00Z"));
    PostgresConfig moved = PostgresOpening.at(database).clock(now::get).build();
    try (PostgresStore store = PostgresStore.open(moved)) {
      store.events().admit(Fixture.arrivals("evt_", 1, ""));
      now.updateAndGet(time -> time.minus(Duration.ofHours(1)));

      Diagnosis diagnosis = store.doctor().examine();

      assertThat(diagnosis.now()).isEqualTo(now.get());
      assertThat(diagnosis.findings())
          .filteredOn(finding -> !finding.good())
          .extracting(Finding::setting)
          .containsExactly("clock");
      // Other tests of this class go by the server's clock.
      database.run(
          "begin; set local session_replication_role = replica;"
              + " delete from guard_ledger; commit");
    }
  }

  @Test
  void aStandbyIsRefusedWhenTheStoreOpens() throws IOException {
    server.stop();
    Path mark = folder.resolve("data").resolve("standby.signal");
    Files.createFile(mark);
    try {
      server.restart(Map.of());
      assertThatThrownBy(() -> PostgresStore.open(PostgresOpening.at(database).build()))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("connect to the primary");
    } finally {
      server.stop();
      Files.delete(mark);
      server.restart(Map.of());
    }
  }

  private static void restart(Map<String, String> options) {
    server.stop();
    server.restart(options);
  }

  private static Diagnosis examine() {
    try (PostgresStore store = PostgresStore.open(PostgresOpening.at(database).build())) {
      return store.doctor().examine();
    }
  }
}
