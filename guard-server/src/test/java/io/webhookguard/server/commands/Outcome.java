package io.webhookguard.server.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a command did in this process. */
record Outcome(int exitCode, String out, String err) {

  static Outcome of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = GuardCommand.run(new PrintWriter(out), new PrintWriter(err), arguments);
    return new Outcome(exitCode, out.toString(), err.toString());
  }

  /** What it did with a configuration. */
  static Outcome with(Path config, String... arguments) {
    return of(
        Stream.concat(Stream.of(arguments), Stream.of("--config", config.toString()))
            .toArray(String[]::new));
  }

  /** It said one line, which holds this, and did nothing else. */
  void assertOneLine(int wantedCode, String expected) {
    assertThat(err).startsWith("guard: ").contains(expected);
    assertThat(err.lines()).hasSize(1);
    assertThat(exitCode).isEqualTo(wantedCode);
    assertThat(out).isEmpty();
  }
}
