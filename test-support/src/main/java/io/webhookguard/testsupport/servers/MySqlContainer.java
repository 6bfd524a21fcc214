package io.webhookguard.testsupport.servers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.testcontainers.mysql.MySQLContainer;

/** MySQL in a container. */
final class MySqlContainer implements RunningServer {

  private static final String IMAGE = "mysql:8.0";
  private static final String USER = "root";

  private final MySQLContainer container;

  private MySqlContainer(MySQLContainer container) {
    this.container = container;
  }

  static MySqlContainer start() {
    Images.require(IMAGE);
    MySQLContainer container =
        new MySQLContainer(IMAGE).withUsername(USER).withPassword(BundledMySql.PASSWORD);
    List<String> command = new ArrayList<>(List.of("mysqld"));
    BundledMySql.SETTINGS.forEach((name, value) -> command.add("--" + name + "=" + value));
    container.setCommand(command.toArray(String[]::new));
    container.start();
    return new MySqlContainer(container);
  }

  @Override
  public ServerAddress address() {
    return new ServerAddress(
        "the container " + IMAGE,
        container.getHost(),
        container.getMappedPort(MySQLContainer.MYSQL_PORT),
        USER,
        BundledMySql.PASSWORD,
        BundledMySql.DATABASE);
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
