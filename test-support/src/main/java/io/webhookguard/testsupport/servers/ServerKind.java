package io.webhookguard.testsupport.servers;

import java.util.Locale;

/** The servers that tests may ask for. */
enum ServerKind {
  POSTGRES("PostgreSQL", "GUARD_TEST_PG_URL", "jdbc:postgresql:") {
    @Override
    BundledServer bundled(Toolbox tools) {
      return new BundledPostgres(tools, Unprivileged.ofThisMachine());
    }

    @Override
    RunningServer startContainer() {
      return PostgresContainer.start();
    }
  },
  MYSQL("MySQL", "GUARD_TEST_MYSQL_URL", "jdbc:mysql:") {
    @Override
    BundledServer bundled(Toolbox tools) {
      return new BundledMySql(tools);
    }

    @Override
    RunningServer startContainer() {
      return MySqlContainer.start();
    }
  },
  REDIS("Redis", "GUARD_TEST_REDIS_URL", "redis:") {
    @Override
    BundledServer bundled(Toolbox tools) {
      return new BundledRedis(tools);
    }

    @Override
    RunningServer startContainer() {
      return RedisContainer.start();
    }
  };

  private final String label;
  private final String urlVariable;
  private final String urlStart;

  ServerKind(String label, String urlVariable, String urlStart) {
    this.label = label;
    this.urlVariable = urlVariable;
    this.urlStart = urlStart;
  }

  /** The server by its own programs, which this module brings along. */
  abstract BundledServer bundled(Toolbox tools);

  /** Starts a container; whatever goes wrong is an exception of the container library. */
  abstract RunningServer startContainer();

  /** Its name for people. */
  String label() {
    return label;
  }

  /** Its name in files and folders. */
  String slug() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The environment variable that names a server to use. */
  String urlVariable() {
    return urlVariable;
  }

  /** How the URL of such a server starts. */
  String urlStart() {
    return urlStart;
  }
}
