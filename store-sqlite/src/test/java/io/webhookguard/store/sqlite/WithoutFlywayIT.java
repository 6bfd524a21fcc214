package io.webhookguard.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.testsupport.process.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Flyway and Guice are optional: without them a migrated file opens, and another says what to do.
 */
final class WithoutFlywayIT {

  @TempDir Path folder;

  @Test
  void migratedFileOpens() throws IOException, InterruptedException {
    Path file = folder.resolve("guard.db");
    SqliteStore.migrate(SqliteConfig.at(file).build());

    try (ChildJvm child = StoreChild.start(OpeningWorker.class, file)) {
      assertThat(child.end()).anyMatch(line -> line.startsWith("admitted [Queued"));
    }
  }

  @Test
  void otherFileSaysWhatToDo() throws IOException, InterruptedException {
    try (ChildJvm child = StoreChild.start(OpeningWorker.class, folder.resolve("guard.db"))) {
      assertThat(child.end())
          .anyMatch(
              line -> line.startsWith("ConfigurationException ") && line.contains("flyway-core"));
    }
  }
}
