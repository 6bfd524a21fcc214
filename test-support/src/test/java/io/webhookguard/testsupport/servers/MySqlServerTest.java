package io.webhookguard.testsupport.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

final class MySqlServerTest {

  @Test
  void theSharedServerWritesWhatItCommits() {
    MySqlServer server = MySqlServer.shared();

    assertThat(server.setting("innodb_flush_log_at_trx_commit")).isEqualTo("1");
    assertThat(server.setting("sync_binlog")).isEqualTo("1");
    assertThat(server.setting("log_bin")).isEqualTo("1");
    assertThat(server.version()).matches("\\d+\\.\\d+\\.\\d+.*");
  }

  @Test
  void databasesDoNotMeet() {
    MySqlServer server = MySqlServer.shared();
    try (Database first = server.freshDatabase();
        Database second = server.freshDatabase()) {
      first.run("create table thing (id int)");
      second.run("create table thing (id int)");
      first.run("insert into thing values (1)");

      assertThat(first.ask("select count(*) from thing")).isEqualTo("1");
      assertThat(second.ask("select count(*) from thing")).isEqualTo("0");
    }
  }

  @Test
  void aClosedDatabaseIsGoneThoughSomebodyIsConnected() throws SQLException {
    Database database = MySqlServer.shared().freshDatabase();
    try (var connection = database.connect()) {
      assertThat(connection.isValid(1)).isTrue();

      database.close();

      assertThatThrownBy(database::connect)
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("Unknown database");
    }
  }

  @Test
  void aWrongPasswordIsRefused() {
    try (Database database = MySqlServer.shared().freshDatabase()) {
      assertThatThrownBy(
              () -> database.dataSource().getConnection(database.user(), "not the password"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("Access denied");
    }
  }
}
