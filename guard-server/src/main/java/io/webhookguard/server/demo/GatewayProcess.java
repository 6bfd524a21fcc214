package io.webhookguard.server.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A gateway as a process of its own, with the Java and the class path of this one. It ends when it
 * is closed, at the latest when this process ends.
 */
public final class GatewayProcess implements AutoCloseable {

  private static final String MAIN = "io.webhookguard.server.Main";
  private static final Pattern READY =
      Pattern.compile("guard ready: intake (http://\\S+) admin (http://\\S+)");

  /** Options of this Java that make the start of the next one quicker, or are needed by both. */
  private static final Pattern INHERITED =
      Pattern.compile("-Xshare:.*|-XX:SharedArchiveFile=.*|-Xlog:cds.*|--enable-native-access=.*");

  private static final int LOG_LINES_SHOWN = 20;

  private final Process process;
  private final Path log;
  private final CompletableFuture<Matcher> ready = new CompletableFuture<>();
  private final Thread reaper;

  private GatewayProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.reaper = new Thread(process::destroyForcibly, "kill-gateway-" + process.pid());
    Runtime.getRuntime().addShutdownHook(reaper);
  }

  /**
   * Starts a gateway; it is not ready yet.
   *
   * @param config its configuration file; its log goes beside it
   * @param javaOptions further options of its Java
   */
  public static GatewayProcess start(Path config, String... javaOptions) throws IOException {
    Path log = config.resolveSibling(config.getFileName() + ".log");
    List<String> line = commandLine("serve", "--config", config.toString());
    line.addAll(1, List.of(javaOptions));
    Process process =
        new ProcessBuilder(line)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    GatewayProcess gateway = new GatewayProcess(process, log);
    gateway.readOutput();
    return gateway;
  }

  /** The command line of a program of the guard in a Java of its own. */
  public static List<String> commandLine(String... arguments) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> INHERITED.matcher(option).matches())
        .forEach(line::add);
    line.add("-XX:TieredStopAtLevel=1"); // quick to start; it does not live long
    line.add("-XX:+UseSerialGC");
    line.add("-cp");
    line.add(System.getProperty("java.class.path"));
    line.add(MAIN);
    line.addAll(List.of(arguments));
    return line;
  }

  /** A port that nobody uses now. A gateway that starts again must be found where it was. */
  public static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private void readOutput() {
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                lines.lines().map(READY::matcher).filter(Matcher::matches).forEach(ready::complete);
              } catch (IOException | java.io.UncheckedIOException e) {
                ready.completeExceptionally(e);
              }
              ready.completeExceptionally(new IOException("it ended"));
            },
            "read-gateway-" + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Waits until it takes webhooks.
   *
   * @throws IOException if it ended instead or takes longer; the message has the end of its log
   */
  public GatewayProcess awaitReady(Duration longest) throws IOException, InterruptedException {
    try {
      ready.get(longest.toMillis(), TimeUnit.MILLISECONDS);
      return this;
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the gateway is not ready; the end of its log:\n" + endOfLog(), e);
    }
  }

  /** Where it takes webhooks; only when it is ready. */
  public URI intake(String source) {
    return URI.create(ready.join().group(1) + "/in/" + source);
  }

  /** Where health and metrics are; only when it is ready. */
  public URI admin() {
    return URI.create(ready.join().group(2));
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it by SIGKILL, in the middle of whatever it does, and waits until it is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
    forget();
  }

  /** Asks it by SIGTERM to finish. */
  public void terminate() {
    process.destroy();
  }

  /**
   * Waits until it has ended by itself.
   *
   * @return its exit code
   * @throws IOException if it takes longer; it runs on
   */
  public int awaitExit(Duration longest) throws IOException, InterruptedException {
    if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IOException("the gateway does not end; the end of its log:\n" + endOfLog());
    }
    forget();
    return process.exitValue();
  }

  /** What it has logged. */
  public List<String> logLines() throws IOException {
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }

  /** The last lines of what it has logged. */
  public String endOfLog() throws IOException {
    List<String> lines = logLines();
    return String.join(
        "\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
      forget();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it was killed; it ends without our waiting
    }
  }

  private void forget() {
    try {
      Runtime.getRuntime().removeShutdownHook(reaper);
    } catch (IllegalStateException e) {
      // This process is ending, too.
      return;
    }
  }
}
