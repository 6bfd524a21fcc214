package io.webhookguard.testsupport.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.testsupport.process.ChildJvm;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

final class PostgresServerTest {

  /** Tells which server this process was given. */
  static final class Asker {

    private Asker() {}

    public static void main(String[] arguments) {
      PostgresServer server = PostgresServer.shared();
      System.out.println("given " + server.host() + ":" + server.port());
    }
  }

  @Test
  void theSharedServerWritesWhatItCommits() {
    PostgresServer server = PostgresServer.shared();

    assertThat(server.setting("fsync")).isEqualTo("on");
    assertThat(server.setting("synchronous_commit")).isEqualTo("on");
    assertThat(server.setting("full_page_writes")).isEqualTo("on");
    assertThat(server.version()).matches("\\d+\\.\\d+.*");
  }

  @Test
  void databasesDoNotMeet() {
    PostgresServer server = PostgresServer.shared();
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
    Database database = PostgresServer.shared().freshDatabase();
    try (var connection = database.connect()) {
      assertThat(connection.isValid(1)).isTrue();

      database.close();

      assertThatThrownBy(database::connect)
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("does not exist");
    }
  }

  @Test
  void aWrongPasswordIsRefused() {
    try (Database database = PostgresServer.shared().freshDatabase()) {
      assertThatThrownBy(
              () -> database.dataSource().getConnection(database.user(), "not the password"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password authentication failed");
    }
  }

  @Test
  void anotherProcessIsGivenTheSameServer() throws Exception {
    PostgresServer server = PostgresServer.shared();

    try (ChildJvm child = ChildJvm.start(Asker.class)) {
      assertThat(child.end()).contains("given " + server.host() + ":" + server.port());
    }
  }
}
