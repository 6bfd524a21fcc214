package io.webhookguard.testsupport.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PrivateMySqlCrashIT {

  @TempDir private Path folder;

  @Test
  void aKilledServerComesBackWithItsRows() throws SQLException {
    try (PrivateServer<MySqlServer> owned = MySqlServer.startPrivate(folder)) {
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
      }

      owned.restart();

      assertThat(database.ask("select count(*) from thing")).isEqualTo("100");
    }
  }

  @Test
  void aStoppedServerComesBackWithOtherOptions() {
    try (PrivateServer<MySqlServer> owned =
        MySqlServer.startPrivate(folder, Map.of("sync_binlog", "0"))) {
      MySqlServer server = owned.server();
      assertThatThrownBy(server::durableVersion)
          .hasMessage("tests need sync_binlog=1, it is 0 on the server from the bundled programs");
      owned.stop();

      owned.restart(Map.of("super_read_only", "ON", "max_connections", "17"));

      assertThat(server.setting("max_connections")).isEqualTo("17");
      assertThat(server.setting("super_read_only")).isEqualTo("1");
      assertThatThrownBy(server::freshDatabase)
          .rootCause()
          .hasMessageContaining("--super-read-only");
    }
  }
}
