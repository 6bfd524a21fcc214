package io.webhookguard.testsupport.process;

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
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * A JVM of its own that runs a main class of the tests and tells in lines what it was answered.
 *
 * <p>For use by the thread that started it.
 */
public final class ChildJvm implements AutoCloseable {

  /** Hears what a child says, in the thread that reads its output. */
  public interface Listener {

    /** It said a line. */
    void said(String line);

    /** It will say no more: it has ended, or is about to. */
    void ended();
  }

  private static final Listener NOBODY =
      new Listener() {
        @Override
        public void said(String line) {}

        @Override
        public void ended() {}
      };

  private final Process process;
  private final Listener listener;
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  private final Thread reader;

  private ChildJvm(Process process, Listener listener) {
    this.process = process;
    this.listener = listener;
    this.reader = new Thread(this::readAll, "child-output");
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts the main class on the class path of this JVM. */
  public static ChildJvm start(Class<?> main, String... arguments) throws IOException {
    return startWithout(Set.of(), main, arguments);
  }

  /** Starts it without the entries of the class path that have one of these words in them. */
  public static ChildJvm startWithout(Set<String> words, Class<?> main, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx256m", "-cp", classPath(words)));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return run(command, NOBODY);
  }

  /** Runs a command line of the caller's own, from the program on, and tells what it says. */
  public static ChildJvm run(List<String> command, Listener listener) throws IOException {
    return new ChildJvm(new ProcessBuilder(command).redirectErrorStream(true).start(), listener);
  }

  /** The class path of this JVM, which Surefire hides in a jar of its own. */
  public static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private static String classPath(Set<String> withoutWords) {
    return Arrays.stream(classPath().split(File.pathSeparator, -1))
        .filter(entry -> withoutWords.stream().noneMatch(entry::contains))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private void readAll() {
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
        listener.said(line);
      }
    } catch (IOException e) {
      // The pipe of a killed process may break in the middle of a line.
    } finally {
      listener.ended();
    }
  }

  /** What it said so far. */
  public List<String> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  /** Waits until the child has said {@code ready}, and sends it a line to go on. */
  public void go() throws IOException {
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> lines().contains("ready"));
    tell("");
  }

  /** Sends it a line. */
  public void tell(String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** SIGSTOP: it stands still wherever it is. */
  public void pause() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** SIGCONT: it goes on where it stood. */
  public void resume() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    if (kill.waitFor() != 0) {
      throw new IOException("the child could not be sent " + name);
    }
  }

  /** Whether it still runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL: nothing is closed, nothing is flushed. */
  public List<String> kill() throws InterruptedException {
    process.destroyForcibly();
    return end();
  }

  /** Waits for its own end and returns all it said. */
  public List<String> end() throws InterruptedException {
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      throw new AssertionError("the child did not end, it said " + lines());
    }
    reader.join();
    return lines();
  }

  /** Its exit code, once it has ended. */
  public int exitValue() {
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
