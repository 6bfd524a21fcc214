package io.webhookguard.testsupport.servers;

import io.webhookguard.testsupport.process.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Finds the build's server of a kind, and starts it for the first who asks. */
final class SharedServer {

  /** Per kind what came of the search, which costs seconds even when nothing is there. */
  private static final Map<ServerKind, Found> FOUND = new EnumMap<>(ServerKind.class);

  private SharedServer() {}

  /** What came of the search: one of the two is there. */
  private record Found(Optional<ServerAddress> address, String missing) {}

  /**
   * The address; without a server the test ends here, as a failure or skipped.
   *
   * @param versionOf looks once whether the server is one that tests may use
   */
  static synchronized ServerAddress of(ServerKind kind, Function<ServerAddress, String> versionOf) {
    Found found = FOUND.get(kind);
    if (found == null) {
      found = search(kind);
      found.address().ifPresent(address -> announce(kind, versionOf.apply(address), address));
      FOUND.put(kind, found);
    }
    String missing = found.missing();
    return found
        .address()
        .orElseGet(() -> MissingServer.refuse(kind, missing, Environment.isBuildServer()));
  }

  private static void announce(ServerKind kind, String version, ServerAddress address) {
    System.out.printf(
        "Test server: %s %s from %s, at %s:%d%n",
        kind.label(), version, address.origin(), address.host(), address.port());
  }

  private static Found search(ServerKind kind) {
    String url = Environment.variable(kind.urlVariable());
    if (!url.isEmpty()) {
      return new Found(Optional.of(ServerAddress.ofUrl(kind, url)), "");
    }
    Path folder = Folders.ofServers().resolve(kind.slug());
    try {
      return new Found(Optional.of(join(kind, folder, BuildProcess.current())), "");
    } catch (MissingServerException e) {
      return new Found(Optional.empty(), e.reason());
    }
  }

  /**
   * Joins the folder's server, or starts it.
   *
   * @param user the process until whose end the server has to stay
   * @throws MissingServerException when this machine has none
   */
  static ServerAddress join(ServerKind kind, Path folder, BuildProcess user) {
    SharedState state = new SharedState(folder);
    return state.locked(
        () -> {
          state.addUser(user);
          return state.server().orElseGet(() -> startHolder(kind, folder, state));
        });
  }

  private static ServerAddress startHolder(ServerKind kind, Path folder, SharedState state) {
    state.clear();
    Process holder = launch(kind, folder);
    String answer = firstLine(holder);
    if (!answer.equals(ServerHolder.READY)) {
      throw new MissingServerException(
          answer.isEmpty() ? "its holder broke down, see " + log(folder) : answer);
    }
    return state
        .server()
        .orElseThrow(() -> new MissingServerException("it ended at once, see " + log(folder)));
  }

  private static Process launch(ServerKind kind, Path folder) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        List.of(
            java,
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            ChildJvm.classPath(),
            ServerHolder.class.getName(),
            kind.name(),
            folder.toString());
    try {
      return new ProcessBuilder(command)
          .directory(Files.createDirectories(folder).toFile())
          .redirectError(ProcessBuilder.Redirect.appendTo(log(folder).toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path log(Path folder) {
    return folder.resolve("holder.log");
  }

  /** What the holder says once the server runs or does not; empty when it ends without a word. */
  private static String firstLine(Process holder) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8))) {
      return Optional.ofNullable(lines.readLine()).orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
