package io.webhookguard.testsupport.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class BuildProcessTest {

  @Test
  void underMavenTheBuildIsAnAncestorOfTheTests() {
    assumeTrue(System.getProperty("surefire.test.class.path") != null, "not started by Maven");

    BuildProcess build = BuildProcess.current();

    assertThat(build.pid()).isNotEqualTo(ProcessHandle.current().pid());
    assertThat(build.running()).isPresent();
  }

  @Test
  void aProcessRunsUntilItEnds() throws IOException, InterruptedException {
    Process process = new ProcessBuilder("cat").start();
    BuildProcess known = BuildProcess.parse(BuildProcess.of(process.toHandle()).text());

    assertThat(known.running()).contains(process.toHandle());
    process.destroyForcibly().waitFor();
    assertThat(known.running()).isEmpty();
  }

  @Test
  void anotherProcessOfTheSameNumberIsNotIt() {
    BuildProcess self = BuildProcess.of(ProcessHandle.current());

    assertThat(new BuildProcess(self.pid(), self.started() - 1).running()).isEmpty();
  }
}
