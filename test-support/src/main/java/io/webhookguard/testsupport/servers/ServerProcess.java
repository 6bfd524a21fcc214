package io.webhookguard.testsupport.servers;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A server in the foreground of a process of its own, from its start to its end. */
final class ServerProcess {

  private static final int LONGEST_START_SECONDS = 120;
  private static final int LONGEST_STOP_SECONDS = 60;
  private static final int LINES_TOLD = 20;

  private final Process process;
  private final Path log;
  private final CompletableFuture<Boolean> ready = new CompletableFuture<>();

  private ServerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts it and waits until it takes connections.
   *
   * @param folder where it runs and where its log is kept
   * @throws MissingServerException when it ends instead; the message is the end of its log
   */
  static ServerProcess start(List<String> command, Path folder, Predicate<String> isReady) {
    try {
      Process process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      ServerProcess server = new ServerProcess(process, folder.resolve("server.log"));
      Thread reader = new Thread(() -> server.readLog(isReady), "log-of-" + process.pid());
      reader.setDaemon(true);
      reader.start();
      server.awaitReady();
      return server;
    } catch (IOException e) {
      throw new MissingServerException(command.get(0) + " does not run: " + e.getMessage(), e);
    }
  }

  private void awaitReady() {
    try {
      ready.get(LONGEST_START_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      kill();
      throw new MissingServerException("the server did not start: " + e.getMessage(), e);
    } catch (TimeoutException e) {
      kill();
      throw new MissingServerException(
          "the server did not start within " + LONGEST_START_SECONDS + " s, see " + log, e);
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
      throw new MissingServerException("interrupted while a server started", e);
    }
  }

  private void readLog(Predicate<String> isReady) {
    Deque<String> newest = new ArrayDeque<>();
    try (BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        BufferedWriter kept =
            Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        kept.write(line);
        kept.newLine();
        kept.flush();
        newest.add(line);
        if (newest.size() > LINES_TOLD) {
          newest.remove();
        }
        if (isReady.test(line)) {
          ready.complete(true);
        }
      }
    } catch (IOException e) {
      newest.add("its log broke off: " + e.getMessage());
    }
    ready.completeExceptionally(new IllegalStateException(String.join("\n", newest)));
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Sends a signal to the server's main process and all that it started. */
  void signalAll(String name) {
    List<String> command = new ArrayList<>(List.of("kill", "-" + name));
    family(process.toHandle()).forEach(member -> command.add(Long.toString(member.pid())));
    Command.run(command);
  }

  /** Asks it to end and waits for that; a server that does not is killed, which is an error. */
  void stop(String signalName) {
    Command.run(List.of("kill", "-" + signalName, Long.toString(process.pid())));
    try {
      if (!process.waitFor(LONGEST_STOP_SECONDS, TimeUnit.SECONDS)) {
        kill();
        throw new IllegalStateException("the server did not stop, see " + log);
      }
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
  }

  /** SIGKILL for the server and every process that it started; returns when all are gone. */
  void kill() {
    kill(process.toHandle());
    process.onExit().join(); // the handle knows a moment before the process does
  }

  /**
   * SIGKILL for the process and all that it started; returns when all are gone. A server that is
   * started on files that a late child of the former one has still open refuses them.
   */
  static void kill(ProcessHandle process) {
    List<ProcessHandle> family = family(process);
    family.forEach(ProcessHandle::destroyForcibly);
    family.forEach(member -> member.onExit().join());
  }

  /** The process and all that it started; the process comes first. */
  private static List<ProcessHandle> family(ProcessHandle process) {
    try (Stream<ProcessHandle> children = process.descendants()) {
      return Stream.concat(Stream.of(process), children).toList();
    }
  }
}
