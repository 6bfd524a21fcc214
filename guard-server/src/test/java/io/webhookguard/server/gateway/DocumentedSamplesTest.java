package io.webhookguard.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.server.commands.GuardCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users copy from the documentation works as it is printed. */
class DocumentedSamplesTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern YAML = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/gateway.md"})
  @DisplayName("a gateway with the printed configuration takes what guard send sends")
  void sampleTakesWhatSendSends(String document) throws Exception {
    Path file = Files.writeString(folder.resolve("guard.yaml"), elsewhere(sampleOf(document)));
    try (TestGateway gateway =
        TestGateway.start(file, Map.of("STRIPE_SECRET", SignedRequest.SECRET))) {
      StringWriter said = new StringWriter();
      int code =
          GuardCommand.run(
              new PrintWriter(said),
              new PrintWriter(said),
              "send",
              "stripe",
              "--url=http://127.0.0.1:" + gateway.port() + "/in/stripe-live",
              "--secret=" + SignedRequest.SECRET);

      assertThat(code).as(said.toString()).isZero();
    }
  }

  private static String sampleOf(String document) throws Exception {
    Matcher sample = YAML.matcher(Files.readString(ROOT.resolve(document)));
    assertThat(sample.find()).isTrue();
    return sample.group(1);
  }

  /** The same gateway beside others: on free ports, with a file of the test's. */
  private String elsewhere(String sample) {
    String file = sample.replace("sqlite:./guard.db", "sqlite:" + folder.resolve("guard.db"));
    return file.contains("port: 8080")
        ? file.replace("port: 8080", "port: 0").replace("port: 8081", "port: 0")
        : "server: {port: 0, admin: {port: 0}}\n" + file;
  }
}
