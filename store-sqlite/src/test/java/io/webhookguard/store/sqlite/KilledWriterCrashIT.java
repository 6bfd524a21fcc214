package io.webhookguard.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.testsupport.process.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes are killed in the middle of their writes, again and again on one file. Whatever they
 * were answered before must be there afterwards, and nothing must be there twice.
 */
final class KilledWriterCrashIT {

  private static final int KILLS =
      System.getProperty("guard.tier", "gate").equals("long") ? 500 : 8;

  @TempDir Path folder;

  private final long seed = Long.getLong("guard.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final List<String> said = new ArrayList<>();
  private Path file;

  @BeforeEach
  void createFile() throws SQLException {
    System.out.println("KilledWriterCrashIT: repeat with -Dguard.seed=" + seed);
    file = folder.resolve("guard.db");
    try (SqliteStore store = SqliteStore.open(SqliteConfig.at(file).build())) {
      Effects.in(store);
    }
  }

  @Test
  @DisplayName("ES-54 LG-1 TX-1 what was answered survives a killed process, once")
  void whatWasAnsweredSurvivesKills() throws IOException, InterruptedException, SQLException {
    for (int round = 0; round < KILLS; round++) {
      killOneWorker("w" + round);
      Invariants.assertHold(file);
      assertAnswersAreThere();
    }
    assertThat(said("settled")).as("the run did something").hasSizeGreaterThan(KILLS);
    assertThat(said("admitted")).hasSizeGreaterThan(KILLS);
  }

  private void killOneWorker(String name) throws IOException, InterruptedException {
    String childSeed = Long.toString(random.nextLong());
    try (ChildJvm child = StoreChild.start(CrashWorker.class, file, childSeed, name)) {
      int enough = 10 + random.nextInt(60);
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .pollInterval(Duration.ofMillis(2))
          .until(() -> child.lines().size() >= enough || !child.isAlive());
      assertThat(child.isAlive()).as("%s", child.lines()).isTrue();
      said.addAll(child.kill());
    }
  }

  private void assertAnswersAreThere() throws SQLException {
    try (RawFile raw = RawFile.open(file)) {
      assertThat(raw.ask("select event_id from guard_event")).containsAll(said("admitted"));
      assertThat(raw.ask("select event_id from guard_event where state = 'COMPLETE'"))
          .containsAll(said("settled"));
      assertThat(raw.ask("select event from payment order by event"))
          .as("every COMPLETE event was paid once, and no other")
          .isEqualTo(
              raw.ask(
                  "select event_id from guard_event where state = 'COMPLETE' order by event_id"));
      assertThat(
              raw.ask(
                  "select event_id || ' ' || token from guard_ledger"
                      + " where kind in ('STARTED', 'RECOVERED')"))
          .containsAll(words("claimed", "$1 $2"));
    }
  }

  /** The events of all lines of a kind. */
  private List<String> said(String what) {
    return words(what, "$1");
  }

  /** Parts of all whole lines of a kind; the last line of a killed process may be cut. */
  private List<String> words(String what, String parts) {
    String line = what + " (\\S+) (\\d+)";
    return said.stream()
        .filter(text -> text.matches(line))
        .map(text -> text.replaceFirst(line, parts))
        .toList();
  }
}
