package io.webhookguard.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.error.CorruptStateException;
import io.webhookguard.api.error.SchemaMismatchException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.testsupport.stores.Fixture;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each way in which a file can be unusable ends in its named exception, with what to do. */
final class OpenFaultsTest {

  @TempDir Path folder;

  @Test
  void missingFolderIsNamed() {
    assertThatThrownBy(() -> open(folder.resolve("missing").resolve("guard.db")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("does not exist: create it");
  }

  @Test
  void folderInPlaceOfAFileIsNamed() {
    assertThatThrownBy(() -> open(folder))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("is a folder");
  }

  @Test
  void nameThatTheDriverMisreadsIsRefused() {
    assertThatThrownBy(() -> open(folder.resolve("guard.db?journal_mode=off")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("question mark");
  }

  @Test
  void missingFileIsNotCreatedUnlessMigrationsAreAllowed() {
    Path file = folder.resolve("guard.db");
    assertThatThrownBy(() -> SqliteStore.open(SqliteConfig.at(file).migrateOnOpen(false).build()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("run migrate");
    assertThat(file).doesNotExist();
  }

  @Test
  void fileOfAnotherKindIsNamed() throws IOException {
    Path file = folder.resolve("guard.db");
    Files.writeString(file, "source: stripe\n".repeat(100));

    assertThatThrownBy(() -> open(file))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("something else than the guard's database");
    assertThat(Files.readString(file)).startsWith("source: stripe");
  }

  @Test
  void fileWithoutRightsIsNamed() throws IOException {
    Path file = folder.resolve("guard.db");
    open(file).close();
    assertThat(file.toFile().setReadOnly()).isTrue();
    assumeFalse(Files.isWritable(file), "the administrator may write what is read-only");

    assertThatThrownBy(() -> open(file))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("change its rights");
  }

  @Test
  void damagedFileIsNamed() throws IOException {
    Path file = folder.resolve("guard.db");
    try (SqliteStore store = open(file)) {
      store.events().admit(Fixture.arrivals("evt_", 500, ""));
    }
    scribbleBehindTheHeader(file);

    assertThatThrownBy(
            () -> {
              try (SqliteStore store = open(file)) {
                Fixture.claim(store, 100);
                store.events().admit(Fixture.arrivals("more_", 500, ""));
              }
            })
        .isInstanceOf(CorruptStateException.class)
        .hasMessageContaining("restore it from a backup");
  }

  private static void scribbleBehindTheHeader(Path file) throws IOException {
    byte[] noise = "noise ".repeat(1_000).getBytes(StandardCharsets.US_ASCII);
    try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
      for (long at = 4_096; at + noise.length < raw.length(); at += noise.length) {
        raw.seek(at);
        raw.write(noise);
      }
    }
  }

  @Test
  void fileThatAnotherProgramHoldsIsBusy() throws SQLException {
    Path file = folder.resolve("guard.db");
    open(file).close();
    try (RawFile other = RawFile.open(file)) {
      other.run("pragma locking_mode = exclusive");
      other.run("begin exclusive");

      assertThatThrownBy(
              () ->
                  SqliteStore.open(
                      SqliteConfig.at(file).busyTimeout(Duration.ofMillis(50)).build()))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("busy");
    }
  }

  @Test
  void fullDiskIsNamedAndNothingHappens() throws SQLException {
    Path file = folder.resolve("guard.db");
    try (SqliteStore store = openWithoutRoom(file)) {
      assertThatThrownBy(() -> store.events().admit(Fixture.arrivals("evt_", 1_000, "")))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("no space left");
      assertThat(store.events().find(Fixture.key("evt_0"))).isEmpty();
      assertThat(store.ledger().scan(0, 10).entries()).isEmpty();

      assertThat(store.events().admit(List.of(Fixture.arrival("small", "")))).hasSize(1);
    }
  }

  /** SQLite reports a reached limit of pages as it reports a full disk. */
  private static SqliteStore openWithoutRoom(Path file) throws SQLException {
    SqliteConfig config = SqliteConfig.at(file).build();
    open(file).close();
    return SqliteStore.open(
        config,
        sqlite -> {
          java.sql.Connection connection = sqlite.openWriter();
          try (java.sql.Statement statement = connection.createStatement()) {
            statement.execute("pragma max_page_count = 60");
          }
          return connection;
        });
  }

  @Test
  void missingTablesAreNamed() throws SQLException {
    Path file = folder.resolve("guard.db");
    try (RawFile other = RawFile.open(file)) {
      other.run("create table mine (id integer)");
    }
    assertMismatch(file, "run migrate first");

    open(file).close();
    try (RawFile other = RawFile.open(file)) {
      assertThat(other.ask("select name from sqlite_master where name = 'mine'")).hasSize(1);
    }
  }

  @Test
  void olderAndNewerTablesAreNamed() throws SQLException {
    Path file = folder.resolve("guard.db");
    open(file).close();
    try (RawFile other = RawFile.open(file)) {
      other.run("update guard_schema set version = 0");
      assertMismatch(file, "run migrate");
      other.run("update guard_schema set version = 4711");
      assertMismatch(file, "start a newer guard");
    }
    assertThatThrownBy(() -> open(file))
        .isInstanceOf(SchemaMismatchException.class)
        .hasMessageContaining("start a newer guard");
  }

  @Test
  void tablesThatGoWhileTheStoreIsOpenAreNamed() throws SQLException {
    Path file = folder.resolve("guard.db");
    try (SqliteStore store = open(file);
        RawFile other = RawFile.open(file)) {
      other.run("drop table guard_serial");
      assertThatThrownBy(() -> store.events().admit(Fixture.arrivals("evt_", 1, "")))
          .isInstanceOf(SchemaMismatchException.class);
    }
  }

  @Test
  void closedStoreSaysSo() {
    SqliteStore store = open(folder.resolve("guard.db"));
    store.close();
    assertThatThrownBy(() -> store.events().admit(Fixture.arrivals("evt_", 1, "")))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("is closed");
    assertThatThrownBy(() -> store.events().find(Fixture.key("evt_1")))
        .isInstanceOf(StoreUnavailableException.class);
  }

  private static void assertMismatch(Path file, String advice) {
    assertThatThrownBy(() -> SqliteStore.open(SqliteConfig.at(file).migrateOnOpen(false).build()))
        .isInstanceOf(SchemaMismatchException.class)
        .hasMessageContaining(advice);
  }

  private static SqliteStore open(Path file) {
    return SqliteStore.open(SqliteConfig.at(file).build());
  }
}
