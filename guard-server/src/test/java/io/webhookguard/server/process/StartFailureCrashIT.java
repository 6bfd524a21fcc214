package io.webhookguard.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.server.demo.GatewayFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that cannot start says why in one line, and soon. */
@Timeout(180)
final class StartFailureCrashIT {

  private static final Duration PROMISED = Duration.ofSeconds(3);

  /** Machines differ: the promise is reported, and broken for certain at four times the figure. */
  private static final Duration BROKEN = PROMISED.multipliedBy(4);

  @TempDir Path folder;

  @Test
  void aWrongKeyNamesItsLine() throws Exception {
    String text = good().text().replace("workers:", "wrokers:");

    assertFails(2, text, "wrokers", "guard.yaml:9");
  }

  @Test
  void aMissingSecretNamesItsSource() throws Exception {
    String text =
        good().text().replace(GatewayFile.SECRET, "${GUARD_TEST_SECRET_THAT_NOBODY_SETS:-}");

    assertFails(2, text, GatewayFile.SOURCE, "secret");
  }

  @Test
  void aSecretWhoseVariableIsNotSetNamesTheVariable() throws Exception {
    String text =
        good().text().replace(GatewayFile.SECRET, "${GUARD_TEST_SECRET_THAT_NOBODY_SETS}");

    assertFails(2, text, "GUARD_TEST_SECRET_THAT_NOBODY_SETS");
  }

  @Test
  void aFileThatIsNoDatabaseIsNotTouched() throws Exception {
    Path file = folder.resolve("guard.db");
    byte[] content = "This is somebody's diary.\n".repeat(400).getBytes(StandardCharsets.UTF_8);
    Files.write(file, content);

    assertFails(1, good().text(), "guard.db");
    assertThat(file).hasBinaryContent(content);
  }

  @Test
  void aFolderThatIsMissingIsNamed() throws Exception {
    String text = good().text().replace("guard.db", "missing/guard.db");

    assertFails(1, text, "missing");
  }

  @Test
  void aTakenPortIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      assertFails(1, good().withPort(port).text(), Integer.toString(port));
    }
  }

  @Test
  void aMissingConfigurationIsNamed() throws Exception {
    Cli.Result result =
        Cli.runApart(folder, BROKEN, "serve", "--config", folder.resolve("no.yaml").toString());

    assertOneLine(result, 2, "no.yaml");
  }

  private GatewayFile good() throws IOException {
    return GatewayFile.on(folder.resolve("guard.db"), URI.create("http://127.0.0.1:9/hooks"));
  }

  private void assertFails(int code, String config, String... words) throws Exception {
    Path file = Files.writeString(folder.resolve("guard.yaml"), config);

    assertOneLine(Cli.runApart(folder, BROKEN, "serve", "--config", file.toString()), code, words);
  }

  private static void assertOneLine(Cli.Result result, int code, String... words) {
    System.out.println(result.took().toMillis() + " ms: " + result.err().strip());
    assertThat(result.err().strip()).isNotEmpty().doesNotContain("\n").contains(words);
    assertThat(result.err()).doesNotContain(GatewayFile.SECRET);
    assertThat(result.code()).isEqualTo(code);
    assertThat(result.out()).isEmpty();
  }
}
