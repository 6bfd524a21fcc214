package io.webhookguard.testsupport.servers;

import io.webhookguard.testsupport.network.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A bundled server that runs on a folder, and can be ended and started again. */
final class BundledRun implements RunningServer {

  /** Another process may take a port between the look at it and the server's start. */
  private static final int PORTS_TRIED = 3;

  private final BundledServer server;
  private final Path folder;
  private final int port;
  private ServerProcess process;

  private BundledRun(BundledServer server, Path folder, int port, ServerProcess process) {
    this.server = server;
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  /**
   * Starts a server on a folder, which is initialised when it is empty.
   *
   * @throws MissingServerException when this machine cannot run it
   */
  static BundledRun start(BundledServer server, Path folder, Map<String, String> options) {
    initialise(server, folder);
    MissingServerException last = new MissingServerException("never tried");
    for (int i = 0; i < PORTS_TRIED; i++) {
      int port = Ports.free();
      try {
        return new BundledRun(server, folder, port, serve(server, folder, port, options));
      } catch (MissingServerException e) {
        last = e;
      }
    }
    throw last;
  }

  private static void initialise(BundledServer server, Path folder) {
    try {
      Files.createDirectories(folder);
      Path mark = folder.resolve("initialised");
      if (!Files.exists(mark)) {
        server.initialise(folder);
        Files.createFile(mark);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ServerProcess serve(
      BundledServer server, Path folder, int port, Map<String, String> options) {
    return ServerProcess.start(server.command(folder, port, options), folder, server::isReady);
  }

  /** Starts it again on the same port; it must have ended. */
  void startAgain(Map<String, String> options) {
    if (process.isAlive()) {
      throw new IllegalStateException("the server still runs");
    }
    process = serve(server, folder, port, options);
  }

  /** SIGKILL, as if the machine's power went. */
  void kill() {
    process.kill();
  }

  /** Ends it in order. */
  void stop() {
    process.stop(server.stopSignal());
  }

  void signalAll(String name) {
    process.signalAll(name);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public ServerAddress address() {
    return server.address(port);
  }

  @Override
  public Optional<ProcessHandle> process() {
    return Optional.of(process.handle());
  }

  @Override
  public void end() {
    if (process.isAlive()) {
      stop();
    }
  }
}
