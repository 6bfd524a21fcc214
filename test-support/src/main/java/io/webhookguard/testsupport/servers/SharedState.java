package io.webhookguard.testsupport.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;

/**
 * What the processes of a machine know of one shared server: where it listens, who holds it, who
 * uses it. Each method but {@link #locked} is for who holds the lock.
 */
final class SharedState {

  private static final int CONNECT_MILLIS = 5_000;

  private final Path folder;

  SharedState(Path folder) {
    this.folder = folder;
  }

  /** Does it while no other process looks at the state or changes it. */
  <T> T locked(Supplier<T> action) {
    return ProcessLock.holding(folder.resolve("lock"), action);
  }

  /** Adds a process until whose end the server has to stay. */
  void addUser(BuildProcess user) {
    List<BuildProcess> users = new ArrayList<>(users());
    if (!users.contains(user)) {
      users.add(user);
      write(
          folder.resolve("users"),
          String.join("\n", users.stream().map(BuildProcess::text).toList()));
    }
  }

  /** The processes that use the server and still run. */
  List<BuildProcess> users() {
    Path file = folder.resolve("users");
    try {
      if (!Files.exists(file)) {
        return List.of();
      }
      return Files.readAllLines(file).stream()
          .map(BuildProcess::parse)
          .filter(user -> user.running().isPresent())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The server's address, if it still listens. */
  Optional<ServerAddress> server() {
    return read()
        .filter(state -> processOf(state, "holder").isPresent())
        .map(ServerAddress::read)
        .filter(SharedState::listens);
  }

  private static boolean listens(ServerAddress address) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address.host(), address.port()), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  void remember(ServerAddress address, BuildProcess holder, Optional<BuildProcess> server) {
    Properties state = new Properties();
    address.write(state);
    state.setProperty("holder", holder.text());
    server.ifPresent(process -> state.setProperty("server", process.text()));
    try (OutputStream out = Files.newOutputStream(file())) {
      state.store(out, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends what a build that was killed left behind. */
  void clear() {
    read()
        .ifPresent(
            state -> {
              processOf(state, "server").ifPresent(ServerProcess::kill);
              processOf(state, "holder").ifPresent(ServerProcess::kill);
            });
    forget();
  }

  /** Nobody finds the server any more. */
  void forget() {
    try {
      Files.deleteIfExists(file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<ProcessHandle> processOf(Properties state, String name) {
    return Optional.ofNullable(state.getProperty(name))
        .map(BuildProcess::parse)
        .flatMap(BuildProcess::running);
  }

  private Optional<Properties> read() {
    if (!Files.exists(file())) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file())) {
      Properties state = new Properties();
      state.load(in);
      return Optional.of(state);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file() {
    return folder.resolve("server.properties");
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
