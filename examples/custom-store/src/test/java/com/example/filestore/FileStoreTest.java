package com.example.filestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.error.CorruptStateException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kit cannot see: syncs, and what is in the folder. */
final class FileStoreTest {

  private static final Duration LEASE = Duration.ofMinutes(1);

  @TempDir Path folder;

  @Test
  @DisplayName("a file is synced before it is renamed, and its folder after that")
  void syncsInTheRightOrder() {
    List<String> steps = new ArrayList<>();
    Disk disk =
        new Disk() {
          @Override
          public void sync(FileChannel file) {
            steps.add("sync");
          }

          @Override
          public void reached(String point) {
            steps.add(point);
          }
        };
    try (FileStore store = FileStore.open(folder, InstantSource.system(), disk)) {
      store.lock().tryAcquire("a", "me", LEASE);
    }

    assertThat(steps)
        .containsExactly(
            "before the write",
            "after the write, before the sync",
            "sync",
            "after the sync, before the rename",
            "after the rename",
            "sync",
            "after the sync of the folder");
  }

  @Test
  @DisplayName("a lease is there after the store was opened again, on the real disk")
  void lastsOnTheRealDisk() {
    try (FileStore store = FileStore.open(folder)) {
      assertThat(store.lock().tryAcquire("a", "me", LEASE)).isPresent();
    }
    try (FileStore store = FileStore.open(folder)) {
      assertThat(store.lock().tryAcquire("a", "you", LEASE)).isEmpty();
    }
  }

  @Test
  @DisplayName("a folder that is open is refused, and free again when it is closed")
  void refusesAnOpenFolder() {
    try (FileStore store = FileStore.open(folder)) {
      assertThatThrownBy(() -> FileStore.open(folder))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining(store.name().isEmpty() ? "" : "one process at a time");
    }
    FileStore.open(folder).close();
  }

  @Test
  @DisplayName("what a killed writer left beside a file is thrown away")
  void throwsUnfinishedFilesAway() throws IOException {
    Path unfinished = folder.resolve("0a.event.unfinished");
    Files.write(unfinished, new byte[] {1, 2, 3});

    FileStore.open(folder).close();

    assertThat(unfinished).doesNotExist();
  }

  @Test
  @DisplayName("a damaged file is refused, not skipped")
  void refusesDamagedFiles() throws IOException {
    Files.write(folder.resolve("0a.event"), new byte[100]);

    assertThatThrownBy(() -> FileStore.open(folder)).isInstanceOf(CorruptStateException.class);
    Files.delete(folder.resolve("0a.event"));
    FileStore.open(folder).close();
  }
}
