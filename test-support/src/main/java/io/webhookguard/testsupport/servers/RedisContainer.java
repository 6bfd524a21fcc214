package io.webhookguard.testsupport.servers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.testcontainers.containers.GenericContainer;

/** Redis in a container. */
final class RedisContainer implements RunningServer {

  private static final String IMAGE = "redis:8";
  private static final int PORT = 6379;

  private final GenericContainer<?> container;

  private RedisContainer(GenericContainer<?> container) {
    this.container = container;
  }

  static RedisContainer start() {
    Images.require(IMAGE);
    GenericContainer<?> container = new GenericContainer<>(IMAGE).withExposedPorts(PORT);
    List<String> command = new ArrayList<>(List.of("redis-server"));
    BundledRedis.SETTINGS.forEach((name, value) -> command.addAll(List.of("--" + name, value)));
    container.setCommand(command.toArray(String[]::new));
    container.start();
    return new RedisContainer(container);
  }

  @Override
  public ServerAddress address() {
    return new ServerAddress(
        "the container " + IMAGE, container.getHost(), container.getMappedPort(PORT), "", "", "");
  }

  @Override
  public Optional<ProcessHandle> process() {
    return Optional.empty();
  }

  @Override
  public void end() {
    container.stop();
  }
}
