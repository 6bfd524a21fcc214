package com.example.filestore;

import io.webhookguard.api.store.Capability;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.conformance.CrashHook;
import io.webhookguard.conformance.StoreHarness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Folders below a temporary one, on a clock that is moved by hand. */
final class FileHarness implements StoreHarness {

  /** Where a file system in memory is mounted on Linux: a rename elsewhere waits for the disk. */
  private static final Path IN_MEMORY = Path.of("/dev/shm");

  private final Path parent;
  private final FileProcesses processes;
  private final FileStore neighbour;
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");

  // guide: harness-begin
  FileHarness() {
    try {
      parent =
          Files.isWritable(IN_MEMORY)
              ? Files.createTempDirectory(IN_MEMORY, "file-store")
              : Files.createTempDirectory("file-store");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    processes = new FileProcesses(disk -> FileStore.open(parent.resolve("a"), () -> now, disk));
    neighbour = FileStore.open(parent.resolve("b"), () -> now, DyingDisk.immortal());
  }

  @Override
  public GuardStore store() {
    return processes.store();
  }

  /** One process at a time may open a folder, so the second client is the first. */
  @Override
  public GuardStore secondClient() {
    return processes.store();
  }

  @Override
  public GuardStore neighbour() {
    return neighbour;
  }

  @Override
  public void advance(Duration by) {
    now = now.plus(by);
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.PERSISTENT);
  }

  @Override
  public Duration precision() {
    return Duration.ofNanos(1);
  }

  @Override
  public void restart() {
    processes.restart();
  }

  @Override
  public Optional<CrashHook> crashHook() {
    return Optional.of(processes);
  }

  @Override
  public void close() {
    processes.kill();
    neighbour.close();
    try (Stream<Path> files = Files.walk(parent)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
  // guide: harness-end
}
