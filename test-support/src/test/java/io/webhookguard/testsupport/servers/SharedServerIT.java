package io.webhookguard.testsupport.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One server for a build: who starts it, who shares it, who ends it. */
final class SharedServerIT {

  private static final Duration LONGEST = Duration.ofMinutes(1);

  @TempDir private Path folder;
  private Process first = new ProcessBuilder("true").start();
  private Process second = first;

  SharedServerIT() throws IOException {}

  /** Programs that end when they are told to stand for the builds. */
  @BeforeEach
  void startTwoBuilds() throws IOException {
    first = new ProcessBuilder("cat").start();
    second = new ProcessBuilder("cat").start();
  }

  @AfterEach
  void endBoth() throws InterruptedException, IOException {
    first.destroyForcibly().waitFor();
    second.destroyForcibly().waitFor();
    awaitEnd();
  }

  @Test
  void itLastsAsLongAsOneBuildUsesIt() throws InterruptedException {
    ServerAddress address = join(first);

    assertThat(join(second)).isEqualTo(address);
    assertThat(new SharedState(folder).users())
        .containsExactly(BuildProcess.of(first.toHandle()), BuildProcess.of(second.toHandle()));
    first.destroyForcibly().waitFor();
    assertThat(join(second)).isEqualTo(address);
    assertThat(versionAt(address)).startsWith("17.");

    second.destroyForcibly().waitFor();
    awaitEnd();
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void afterItsHolderWasKilledTheNextBuildStartsAnotherAndEndsTheOrphan() throws IOException {
    join(first);
    ProcessHandle holder = process("holder").orElseThrow();
    ProcessHandle orphan = process("server").orElseThrow();
    holder.destroyForcibly();
    holder.onExit().join();
    assertThat(orphan.isAlive()).isTrue();

    ServerAddress address = join(second);

    assertThat(orphan.isAlive()).isFalse();
    assertThat(process("holder")).isPresent().get().isNotEqualTo(holder);
    assertThat(versionAt(address)).startsWith("17.");
  }

  @Test
  void aServerThatDiedIsReplaced() throws IOException {
    join(first);
    ServerProcess.kill(process("server").orElseThrow());

    assertThat(versionAt(join(first))).startsWith("17.");
  }

  @Test
  void whatAKilledBuildWroteOfProcessesThatEndedIsNoServer() throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("server.properties"),
        "host=127.0.0.1\nport=1\nholder=%d 1\nserver=%d 1\n"
            .formatted(ProcessHandle.current().pid(), ProcessHandle.current().pid()));
    Files.writeString(folder.resolve("users"), ProcessHandle.current().pid() + " 1");

    assertThat(versionAt(join(first))).startsWith("17.");
  }

  private ServerAddress join(Process build) {
    return SharedServer.join(ServerKind.POSTGRES, folder, BuildProcess.of(build.toHandle()));
  }

  private static String versionAt(ServerAddress address) {
    return Database.ofOwner(SqlFlavour.POSTGRES, address).ask("show server_version");
  }

  /** The holder keeps the lock until all is gone. */
  private void awaitEnd() {
    SharedState state = new SharedState(folder);
    Path file = folder.resolve("server.properties");
    await().atMost(LONGEST).until(() -> state.locked(() -> !Files.exists(file)));
  }

  private Optional<ProcessHandle> process(String role) throws IOException {
    Properties state = new Properties();
    try (InputStream in = Files.newInputStream(folder.resolve("server.properties"))) {
      state.load(in);
    }
    return BuildProcess.parse(state.getProperty(role)).running();
  }
}
