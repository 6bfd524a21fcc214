package io.webhookguard.server.gateway;

import io.webhookguard.server.config.ConfigFile;
import io.webhookguard.server.config.GatewayConfig;
import io.webhookguard.server.http.HttpLimits;
import io.webhookguard.servlet.FrontLimits;
import io.webhookguard.testsupport.network.RawHttp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A gateway on free ports, with short deadlines. */
final class TestGateway implements AutoCloseable {

  static final Gateway.Limits SHORT =
      new Gateway.Limits(
          HttpLimits.INTAKE.withHeaderDeadline(Duration.ofSeconds(1)),
          HttpLimits.ADMIN,
          FrontLimits.DEFAULT.withBodyDeadline(Duration.ofSeconds(1)));

  private final Gateway gateway;

  private TestGateway(Gateway gateway) {
    this.gateway = gateway;
  }

  /** Starts a gateway with one source {@code stripe} whose settings are these lines. */
  static TestGateway start(Path folder, Gateway.Limits limits, String store, String... settings)
      throws Exception {
    return new TestGateway(Gateway.start(config(folder, store, settings), limits));
  }

  /** Starts a gateway as a file says it. */
  static TestGateway start(Path file, Map<String, String> environment) throws Exception {
    return new TestGateway(
        Gateway.start(
            ConfigFile.read(file, environment, ConfigFile.Purpose.SERVE), Gateway.Limits.DEFAULT));
  }

  static GatewayConfig config(Path folder, String store, String... settings) throws Exception {
    String text =
        "server: {port: 0, admin: {port: 0}, max-body: 64KiB, drain: 5s}\n"
            + "store: {url: \""
            + store
            + "\"}\n"
            + "poll: 50ms\n"
            + "sources:\n  stripe:\n    adapter: stripe\n    secrets: ["
            + SignedRequest.SECRET
            + "]\n    "
            + String.join("\n    ", settings)
            + "\n";
    Path file = Files.writeString(folder.resolve("guard.yaml"), text);
    return ConfigFile.read(file, Map.of(), ConfigFile.Purpose.SERVE);
  }

  int port() {
    return URI.create(gateway.intakeUrl()).getPort();
  }

  String readyLine() {
    return gateway.readyLine();
  }

  RawHttp.Answer send(byte[] request) throws IOException {
    try (RawHttp http = new RawHttp(port())) {
      return http.send(request).read();
    }
  }

  /** The answer of a path of the admin port. */
  HttpResponse<String> admin(String method, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(gateway.adminUrl() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  boolean stop() {
    return gateway.stop();
  }

  @Override
  public void close() {
    stop();
  }
}
