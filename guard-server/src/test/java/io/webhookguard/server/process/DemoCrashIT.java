package io.webhookguard.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration as a user runs it. */
@Timeout(600)
final class DemoCrashIT {

  private static final Duration PROMISED = Duration.ofMinutes(1);

  /** Machines differ: the promise is reported, and broken for certain at four times the figure. */
  private static final Duration BROKEN = PROMISED.multipliedBy(4);

  @TempDir Path folder;

  @Test
  void itShowsThatThePromiseIsKeptAndLeavesNothing() throws Exception {
    Cli.Result result = Cli.runApart(folder, BROKEN, "demo", "--seed=1");

    System.out.println("the demo took " + result.took().toSeconds() + " s\n" + result.out());
    assertThat(result.code()).isZero();
    assertThat(result.out())
        .contains("in the middle of", "The promise was kept", "RECOVERED")
        .doesNotContain("BROKEN");
    assertThat(result.err()).isEmpty();
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void itCleansUpWhenItIsInterrupted() throws Exception {
    Path out = folder.resolve("out.txt");
    Process demo = Cli.start(out, folder.resolve("err.txt"), "demo", "--seed=2");
    try {
      await("the first gateway was killed")
          .atMost(Scene.LONG)
          .until(() -> Files.readString(out).contains("killed gateway"));
      List<ProcessHandle> children = demo.descendants().toList();

      Signal.TERM.to(demo.pid());

      assertThat(demo.waitFor(Scene.LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(demo.exitValue()).isNotZero();
      await("its gateway is gone")
          .atMost(Scene.LONG)
          .until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
      assertThat(leftovers()).isEmpty();
    } finally {
      demo.descendants().forEach(ProcessHandle::destroyForcibly);
      demo.destroyForcibly();
    }
  }

  private List<Path> leftovers() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith("guard-")).toList();
    }
  }
}
