package io.webhookguard.testsupport.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** One at a time, among the threads of this process and among processes. */
final class ProcessLock {

  /** File locks are held by whole processes: its threads take turns by this one first. */
  private static final ReentrantLock THREADS = new ReentrantLock();

  private ProcessLock() {}

  /** Does it when nobody else holds the file's lock; a process that dies gives it back. */
  static <T> T holding(Path file, Supplier<T> action) {
    THREADS.lock();
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        channel.lock();
        return action.get();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      THREADS.unlock();
    }
  }
}
