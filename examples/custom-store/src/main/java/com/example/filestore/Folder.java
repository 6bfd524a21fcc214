package com.example.filestore;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder whose files are replaced as a whole, or not at all.
 *
 * <p>How: write all of the new content beside the file, sync it, rename it over the old one, sync
 * the folder. Whoever dies on the way leaves the old file or the new one, because a rename is one
 * step of the file system; what was written beside it is thrown away when the folder is opened.
 */
final class Folder implements AutoCloseable {

  private static final String UNFINISHED = ".unfinished";

  private final Path path;
  private final Disk disk;
  private final FileChannel lock;

  private Folder(Path path, Disk disk, FileChannel lock) {
    this.path = path;
    this.disk = disk;
    this.lock = lock;
  }

  /** Makes the folder if there is none, and keeps other processes out of it until it is closed. */
  static Folder open(Path path, Disk disk) {
    try {
      Files.createDirectories(path);
      FileChannel lock =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isLocked(lock)) {
        lock.close();
        throw new ConfigurationException(
            path + " is in use: one process at a time may open it as a store");
      }
      return new Folder(path, disk, lock);
    } catch (IOException e) {
      throw new StoreUnavailableException("cannot open " + path, e);
    }
  }

  private static boolean isLocked(FileChannel lock) throws IOException {
    try {
      return lock.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // held by this process
    }
  }

  /** The content of every file with this ending. */
  List<byte[]> readAll(String ending) {
    List<byte[]> contents = new ArrayList<>();
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.toList()) {
        if (file.toString().endsWith(UNFINISHED)) {
          Files.delete(file);
        } else if (file.toString().endsWith(ending)) {
          contents.add(Files.readAllBytes(file));
        }
      }
      return contents;
    } catch (IOException e) {
      throw new StoreUnavailableException("cannot read " + path, e);
    }
  }

  /** The content of a file that is certain to last; nothing if there is none. */
  Optional<byte[]> read(String name) throws IOException {
    Path file = path.resolve(name);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    sync();
    return Optional.of(Files.readAllBytes(file));
  }

  // guide: replace-begin
  /**
   * Replaces a file, durably.
   *
   * @throws StoreUnavailableException if the old one is certainly still there
   * @throws OutcomeUnknownException if it may have been replaced
   */
  void replace(String name, byte[] content) {
    Path target = path.resolve(name);
    Path unfinished = path.resolve(name + UNFINISHED);
    try {
      write(unfinished, content);
    } catch (IOException e) {
      throw new StoreUnavailableException("cannot write " + unfinished, e);
    }
    try {
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
      disk.reached("after the rename");
      sync();
      disk.reached("after the sync of the folder");
    } catch (IOException e) {
      throw new OutcomeUnknownException("cannot tell whether " + target + " was replaced", e);
    }
  }

  // guide: replace-end

  private void write(Path unfinished, byte[] content) throws IOException {
    disk.reached("before the write");
    try (FileChannel file =
        FileChannel.open(
            unfinished,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      disk.reached("after the write, before the sync");
      disk.sync(file);
    }
    disk.reached("after the sync, before the rename");
  }

  /** Makes names last. Linux and macOS let a folder be opened for that; Windows does not. */
  private void sync() throws IOException {
    try (FileChannel folder = FileChannel.open(path, StandardOpenOption.READ)) {
      disk.sync(folder);
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }

  /** Lets other processes in. There is nothing else to do: every write was durable at once. */
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new StoreUnavailableException("cannot let go of " + path, e);
    }
  }
}
