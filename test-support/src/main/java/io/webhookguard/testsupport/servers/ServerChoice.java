package io.webhookguard.testsupport.servers;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.testcontainers.DockerClientFactory;

/**
 * Starts a server in a container where Docker answers, else by the bundled programs.
 *
 * @param environment the value of an environment variable, empty when it is not set
 * @param dockerAnswers looks for Docker
 */
record ServerChoice(
    UnaryOperator<String> environment,
    BooleanSupplier dockerAnswers,
    Supplier<RunningServer> container,
    Supplier<RunningServer> bundled) {

  /** Set to {@code off}, it keeps tests away from Docker. */
  static final String DOCKER_VARIABLE = "GUARD_TEST_DOCKER";

  /** The server, and its address with what there is to say about the way to it. */
  record Chosen(RunningServer server, ServerAddress address) {}

  static ServerChoice ofThisMachine(ServerKind kind, Path folder) {
    return new ServerChoice(
        Environment::variable,
        () -> DockerClientFactory.instance().isDockerAvailable(),
        kind::startContainer,
        () -> BundledRun.start(kind.bundled(Toolbox.ofThisBuild()), folder, Map.of()));
  }

  /**
   * Starts it.
   *
   * @throws MissingServerException when there is none of them; the message tells why for each
   */
  Chosen start() {
    if (environment.apply(DOCKER_VARIABLE).equals("off")) {
      return startBundled("Docker is switched off by " + DOCKER_VARIABLE, "");
    }
    if (!dockerAnswers.getAsBoolean()) {
      return startBundled("Docker does not answer", "");
    }
    try {
      RunningServer server = container.get();
      return new Chosen(server, server.address());
    } catch (RuntimeException e) {
      String reason = "Docker answers but gave no container: " + e.getMessage();
      return startBundled(reason, ", because " + reason);
    }
  }

  private Chosen startBundled(String withoutDocker, String remark) {
    try {
      RunningServer server = bundled.get();
      ServerAddress address = server.address();
      return new Chosen(server, address.from(address.origin() + remark));
    } catch (MissingServerException e) {
      throw new MissingServerException(withoutDocker + "; " + e.reason(), e);
    }
  }
}
