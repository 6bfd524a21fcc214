package io.webhookguard.testsupport.servers;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * The process that owns a shared server: starts it, says so, and ends it when nobody uses it any
 * more.
 *
 * <p>It is a process of its own, because each module's tests run in a process that ends with them,
 * and the server has to outlive the first.
 */
public final class ServerHolder {

  static final String READY = "ready";

  private ServerHolder() {}

  /** Takes the server's kind and the folder that its users share. */
  public static void main(String[] arguments) {
    PrintStream reply = System.out;
    // Whatever a library prints belongs into the log, and the starter's end breaks its pipe.
    System.setOut(System.err);
    ServerKind kind = ServerKind.valueOf(arguments[0]);
    Path folder = Path.of(arguments[1]);
    RunningServer server;
    ServerAddress address;
    try {
      ServerChoice.Chosen chosen = choose(kind, folder);
      server = chosen.server();
      address = chosen.address();
    } catch (MissingServerException e) {
      e.printStackTrace();
      answer(reply, e.reason());
      return;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, folder)));
    SharedState state = new SharedState(folder);
    state.remember(
        address, BuildProcess.of(ProcessHandle.current()), server.process().map(BuildProcess::of));
    answer(reply, READY);
    holdUntilUnused(state, () -> end(server, folder));
    // Docker's client may have threads that keep a process alive.
    System.exit(0);
  }

  /** One line is all that the starter reads. */
  private static void answer(PrintStream reply, String text) {
    reply.println(String.join(" | ", text.lines().toList()));
    reply.close();
  }

  private static ServerChoice.Chosen choose(ServerKind kind, Path folder) {
    Folders.delete(folder.resolve("run"));
    return ServerChoice.ofThisMachine(kind, folder.resolve("run")).start();
  }

  private static void holdUntilUnused(SharedState state, Runnable end) {
    List<BuildProcess> users = state.locked(state::users);
    while (!users.isEmpty()) {
      users.forEach(user -> user.running().ifPresent(process -> process.onExit().join()));
      users = state.locked(() -> endIfUnused(state, end));
    }
  }

  /** Under one lock, so that nobody joins a server that ends or starts one on the same files. */
  private static List<BuildProcess> endIfUnused(SharedState state, Runnable end) {
    List<BuildProcess> users = state.users();
    if (users.isEmpty()) {
      state.forget();
      end.run();
    }
    return users;
  }

  private static synchronized void end(RunningServer server, Path folder) {
    server.end();
    Folders.delete(folder.resolve("run"));
  }
}
