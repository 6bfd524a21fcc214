package io.webhookguard.testsupport.servers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** PostgreSQL in a container. */
final class PostgresContainer implements RunningServer {

  private static final String IMAGE = "postgres:17";

  private final PostgreSQLContainer container;

  private PostgresContainer(PostgreSQLContainer container) {
    this.container = container;
  }

  static PostgresContainer start() {
    Images.require(IMAGE);
    PostgreSQLContainer container =
        new PostgreSQLContainer(IMAGE)
            .withUsername(BundledPostgres.USER)
            .withPassword(BundledPostgres.PASSWORD)
            .withDatabaseName(BundledPostgres.DATABASE);
    // The library's own command switches fsync off.
    List<String> command = new ArrayList<>(List.of("postgres"));
    BundledPostgres.SETTINGS.forEach(
        (name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    container.setCommand(command.toArray(String[]::new));
    container.start();
    return new PostgresContainer(container);
  }

  @Override
  public ServerAddress address() {
    return new ServerAddress(
        "the container " + IMAGE,
        container.getHost(),
        container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
        BundledPostgres.USER,
        BundledPostgres.PASSWORD,
        BundledPostgres.DATABASE);
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
