package io.webhookguard.testsupport.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PrivatePostgresCrashIT {

  @TempDir private Path folder;

  @Test
  void aKilledServerComesBackWithItsRows() throws SQLException {
    try (PrivateServer<PostgresServer> owned = PostgresServer.startPrivate(folder)) {
      Database database = owned.server().freshDatabase();
      database.run("create table thing (id int)");
      try (Connection connection = database.connect();
          Statement statement = connection.createStatement()) {
        for (int i = 0; i < 100; i++) {
          statement.execute("insert into thing values (" + i + ")");
        }

        owned.kill();

        assertThat(owned.isAlive()).isFalse();
        assertThatThrownBy(() -> statement.execute("insert into thing values (100)"))
            .isInstanceOf(SQLException.class);
        assertThatThrownBy(database::connect).isInstanceOf(SQLException.class);
      }

      owned.restart();

      assertThat(database.ask("select count(*) from thing")).isEqualTo("100");
    }
  }

  @Test
  void aStoppedServerComesBackWithOtherOptions() {
    try (PrivateServer<PostgresServer> owned = PostgresServer.startPrivate(folder)) {
      Database database = owned.server().freshDatabase();
      owned.stop();

      owned.restart(Map.of("default_transaction_read_only", "on", "max_connections", "7"));

      assertThat(owned.server().setting("max_connections")).isEqualTo("7");
      assertThatThrownBy(() -> database.run("create table thing (id int)"))
          .hasRootCauseMessage("ERROR: cannot execute CREATE TABLE in a read-only transaction");
    }
  }

  @Test
  void aServerStartsOnWhatAnEarlierOneLeft() {
    String name;
    try (PrivateServer<PostgresServer> owned = PostgresServer.startPrivate(folder)) {
      name = owned.server().freshDatabase().name();
    }
    try (PrivateServer<PostgresServer> owned =
        PostgresServer.startPrivate(folder, Map.of("fsync", "off"))) {
      Database any = owned.server().freshDatabase();

      assertThat(any.ask("select count(*) from pg_database where datname = '" + name + "'"))
          .isEqualTo("1");
      assertThatThrownBy(() -> owned.server().durableVersion())
          .hasMessage("tests need fsync=on, it is off on the server from the bundled programs");
    }
  }

  @Test
  void aServerThatCannotStartSaysWhy() {
    assertThatThrownBy(
            () ->
                BundledRun.start(
                    ServerKind.POSTGRES.bundled(Toolbox.ofThisBuild()),
                    folder,
                    Map.of("fsync", "perhaps")))
        .isInstanceOf(MissingServerException.class)
        .hasMessageContaining("parameter \"fsync\" requires a Boolean value");
  }

  @Test
  void whereNamespacesAreForbiddenItRunsAsNobody() throws IOException {
    assumeTrue(
        Unprivileged.ofThisMachine() != Unprivileged.AS_IS, "only root may become somebody else");
    BundledPostgres postgres = new BundledPostgres(Toolbox.ofThisBuild(), Unprivileged.NOBODY);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    BundledRun run = BundledRun.start(postgres, folder, Map.of());
    try {
      Database database = Database.make(SqlFlavour.POSTGRES, run.address());
      database.run("create table thing (id int)");

      assertThat(database.ask("select count(*) from thing")).isEqualTo("0");
    } finally {
      run.kill();
    }
  }
}
