package io.webhookguard.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.server.commands.GuardCommand;
import io.webhookguard.server.demo.GatewayFile;
import io.webhookguard.server.demo.GatewayProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command line, in this process or in one of its own. */
final class Cli {

  private Cli() {}

  /**
   * What a command said.
   *
   * @param code its exit code
   * @param out its standard output
   * @param err its standard error
   * @param took from start to end
   */
  record Result(int code, String out, String err, Duration took) {

    Result expectSuccess() {
      assertThat(code).as("%s%s", out, err).isZero();
      return this;
    }
  }

  /** Runs a command in this process. */
  static Result run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    long start = System.nanoTime();
    int code = GuardCommand.run(new PrintWriter(out), new PrintWriter(err), arguments);
    return new Result(
        code, out.toString(), err.toString(), Duration.ofNanos(System.nanoTime() - start));
  }

  /** Runs a command in a process of its own, whose output goes to files in the folder. */
  static Result runApart(Path folder, Duration longest, String... arguments)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    long start = System.nanoTime();
    Process process = start(out, err, arguments);
    try {
      boolean ended = process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS);
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      assertThat(ended).as("ended within %s: %s", longest, Files.readString(err)).isTrue();
      return new Result(process.exitValue(), Files.readString(out), Files.readString(err), took);
    } finally {
      process.destroyForcibly();
    }
  }

  /** Starts a command in a process of its own, whose temporary files go beside its output. */
  static Process start(Path out, Path err, String... arguments) throws IOException {
    List<String> line = GatewayProcess.commandLine(arguments);
    line.add(1, "-Djava.io.tmpdir=" + out.getParent());
    return new ProcessBuilder(line)
        .redirectOutput(out.toFile())
        .redirectError(err.toFile())
        .start();
  }

  /** One event's story. */
  static Story explain(Path config, String eventId) throws IOException {
    return Story.of(
        run("explain", "--json", "--config", config.toString(), GatewayFile.SOURCE, eventId)
            .expectSuccess()
            .out());
  }

  /** The ids of all events in a state. */
  static List<String> events(Path config, String state) throws IOException {
    Result listed =
        run("events", "--json", "--state", state, "--config", config.toString()).expectSuccess();
    return Story.listOf(listed.out()).stream().map(event -> event.field("event")).toList();
  }
}
