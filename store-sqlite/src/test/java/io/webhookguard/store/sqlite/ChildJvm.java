package io.webhookguard.store.sqlite;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * A JVM of its own that runs a main class of the tests and tells in lines what it was answered.
 *
 * <p>Its class path has neither Flyway nor Guice: on a file that was migrated before, the store
 * must do without.
 */
final class ChildJvm implements AutoCloseable {

  private final Process process;
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  private final Thread reader;

  private ChildJvm(Process process) {
    this.process = process;
    this.reader = new Thread(this::readAll, "child-output");
    reader.setDaemon(true);
    reader.start();
  }

  static ChildJvm start(Class<?> main, Path file, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx256m", "-cp", classPath()));
    command.add(main.getName());
    command.add(file.toString());
    command.addAll(List.of(arguments));
    return new ChildJvm(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  private static String classPath() {
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Arrays.stream(all.split(File.pathSeparator))
        .filter(entry -> !entry.contains("flyway") && !entry.contains("guice"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private void readAll() {
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      // The pipe of a killed process may break in the middle of a line.
    }
  }

  /** What it said so far. */
  List<String> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  /** Waits until the child is ready, and lets it go on. */
  void go() throws IOException {
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> lines().contains("ready"));
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL: nothing is closed, nothing is flushed. */
  List<String> kill() throws InterruptedException {
    process.destroyForcibly();
    return end();
  }

  /** Waits for its own end and returns all it said. */
  List<String> end() throws InterruptedException {
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      throw new AssertionError("the child did not end, it said " + lines());
    }
    reader.join();
    return lines();
  }

  int exitValue() {
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
