package io.webhookguard.server.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The place of a demonstration: a temporary folder, a receiving service, and the gateway that runs
 * at the time. All of it goes when it is closed, and when this process is told to end.
 */
final class Stage implements AutoCloseable {

  private static final int DELETE_ROUNDS = 10;

  private final Path folder;
  private final Receiver receiver;
  private final GatewayFile file;
  private final Path config;
  private final Thread cleaner = new Thread(this::clear, "clean-up");
  private @Nullable GatewayProcess gateway;
  private boolean closed;

  private Stage(Path folder, Receiver receiver) throws IOException {
    this.folder = folder;
    this.receiver = receiver;
    this.file = GatewayFile.on(folder.resolve("guard.db"), receiver.url());
    this.config = file.write(folder.resolve("guard.yaml"));
  }

  /** Prepares a place; no gateway runs yet. */
  static Stage set(Conduct conduct) throws IOException {
    Path folder = Files.createTempDirectory("guard-demo-");
    Receiver receiver = Receiver.start(conduct);
    try {
      Stage stage = new Stage(folder, receiver);
      Runtime.getRuntime().addShutdownHook(stage.cleaner);
      return stage;
    } catch (IOException | RuntimeException e) {
      receiver.close();
      delete(folder);
      throw e;
    }
  }

  Path folder() {
    return folder;
  }

  Receiver receiver() {
    return receiver;
  }

  GatewayFile file() {
    return file;
  }

  Path config() {
    return config;
  }

  /** Starts a gateway and waits until it is ready. */
  GatewayProcess startGateway(Duration longest) throws IOException, InterruptedException {
    GatewayProcess started;
    synchronized (this) {
      if (closed) {
        throw new InterruptedException("the demonstration is being ended");
      }
      started = GatewayProcess.start(config);
      gateway = started;
    }
    return started.awaitReady(longest);
  }

  @Override
  public void close() {
    clear();
    try {
      Runtime.getRuntime().removeShutdownHook(cleaner);
    } catch (IllegalStateException e) {
      return; // the process is ending: the hook runs and finds nothing to do
    }
  }

  private synchronized void clear() {
    if (closed) {
      return;
    }
    closed = true;
    if (gateway != null) {
      gateway.close();
    }
    receiver.close();
    delete(folder);
  }

  private static void delete(Path folder) {
    for (int round = 1; round <= DELETE_ROUNDS && Files.exists(folder); round++) {
      try (Stream<Path> walk = Files.walk(folder)) {
        List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
        for (Path path : deepestFirst) {
          Files.deleteIfExists(path);
        }
      } catch (IOException | UncheckedIOException e) {
        // A file came or went meanwhile; what is left is tried again and said below.
      }
    }
    if (Files.exists(folder)) {
      System.err.println("guard: cannot remove " + folder);
    }
  }
}
