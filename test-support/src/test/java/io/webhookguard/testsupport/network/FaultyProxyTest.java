package io.webhookguard.testsupport.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.MySqlServer;
import io.webhookguard.testsupport.servers.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FaultyProxyTest {

  private final PostgresServer server = PostgresServer.shared();
  private final Database direct = server.freshDatabase();
  private final FaultyProxy proxy = FaultyProxy.before(server.host(), server.port());
  private final Database proxied = direct.through(proxy.port());

  @BeforeEach
  void makeTable() {
    direct.run("create table thing (id int)");
  }

  @AfterEach
  void closeAll() {
    proxy.close();
    direct.close();
  }

  @Test
  void withoutFaultsItPassesAllOnAndCountsRequests() throws SQLException {
    try (Connection connection = proxied.connect();
        Statement statement = connection.createStatement()) {
      long before = proxy.requests();
      for (int i = 0; i < 10; i++) {
        statement.execute("insert into thing values (" + i + ")");
      }
      statement.executeQuery("select repeat('x', 1000000)").close();

      assertThat(proxy.requests() - before).isEqualTo(11);
      assertThat(proxy.faults()).isZero();
    }
    assertThat(rows()).isEqualTo(10);
  }

  @Test
  void aCommitWhoseReplyIsLostIsDoneAndItsClientDoesNotKnow() throws SQLException {
    commitWith(() -> proxy.loseReplyTo(1));

    assertThat(proxy.faults()).isOne();
    assertThat(rows()).isOne();
  }

  @Test
  void aCommitThatIsLostItselfIsNotDone() throws SQLException {
    commitWith(() -> proxy.loseRequest(1));

    assertThat(proxy.faults()).isOne();
    assertThat(rows()).isZero();
  }

  private void commitWith(Runnable fault) throws SQLException {
    try (Connection connection = proxied.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("insert into thing values (1)");
      fault.run();

      assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void aRequestIsFoundByItsText() throws SQLException {
    proxy.loseReplyTo("insert into thing values (2)");
    try (Connection connection = proxied.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("insert into thing values (1)");

      assertThatThrownBy(() -> statement.execute("insert into thing values (2)"))
          .isInstanceOf(SQLException.class);
    }
    assertThat(rows()).isEqualTo(2);
  }

  @Test
  void requestsAreCountedFromTheOrderOn() throws SQLException {
    try (Connection connection = proxied.connect();
        Statement statement = connection.createStatement()) {
      proxy.loseRequest(3);
      statement.execute("insert into thing values (1)");
      statement.execute("insert into thing values (2)");

      assertThatThrownBy(() -> statement.execute("insert into thing values (3)"))
          .isInstanceOf(SQLException.class);
    }
    assertThat(rows()).isEqualTo(2);
  }

  @Test
  void aForgottenLossDoesNotCome() throws SQLException {
    try (Connection connection = proxied.connect();
        Statement statement = connection.createStatement()) {
      proxy.loseRequest(1);
      proxy.loseReplyTo("insert");
      proxy.loseNothing();

      statement.execute("insert into thing values (1)");
    }
    assertThat(proxy.faults()).isZero();
  }

  @Test
  void cutConnectionsFailAndNewOnesWork() throws SQLException {
    try (Connection connection = proxied.connect();
        Statement statement = connection.createStatement()) {
      proxy.cutAll();

      assertThatThrownBy(() -> statement.execute("select 1")).isInstanceOf(SQLException.class);
    }
    assertThat(proxied.ask("select 1")).isEqualTo("1");
  }

  @Test
  void itRefusesAndAcceptsConnections() throws SQLException {
    try (Connection connection = proxied.connect()) {
      for (int i = 0; i < 10; i++) {
        proxy.refuse();
        assertThatThrownBy(proxied::connect).hasMessageContaining("refused");

        proxy.accept();
        assertThat(proxied.ask("select 1")).isEqualTo("1");
      }
      assertThat(connection.isValid(10)).isTrue();
    }
  }

  @Test
  void aHeldReplyComesWhenItIsReleased() throws Exception {
    try (Connection connection = proxied.connect();
        Statement statement = connection.createStatement()) {
      proxy.holdReplies();
      CompletableFuture<Void> insert =
          CompletableFuture.runAsync(() -> execute(statement, "insert into thing values (1)"));
      proxy.awaitHeldReply();

      assertThat(rows()).isOne();
      assertThat(insert).isNotDone();

      proxy.releaseReplies();
      insert.join();
    }
  }

  @Test
  void delayedRepliesComeLater() throws SQLException {
    try (Connection connection = proxied.connect();
        Statement statement = connection.createStatement()) {
      proxy.delayReplies(Duration.ofMillis(20));
      long start = System.nanoTime();
      for (int i = 0; i < 5; i++) {
        statement.execute("select 1");
      }

      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThanOrEqualTo(Duration.ofMillis(100));
    }
  }

  @Test
  void theReplyToACommitOfMySqlIsLostAsWell() throws SQLException {
    MySqlServer mySql = MySqlServer.shared();
    try (Database real = mySql.freshDatabase();
        FaultyProxy before = FaultyProxy.before(mySql.host(), mySql.port());
        Connection connection = real.through(before.port()).connect();
        Statement statement = connection.createStatement()) {
      real.run("create table thing (id int)");
      connection.setAutoCommit(false);
      statement.execute("insert into thing values (1)");
      before.loseReplyTo("commit");

      assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
      assertThat(before.faults()).isOne();
      assertThat(real.ask("select count(*) from thing")).isEqualTo("1");
    }
  }

  private long rows() {
    return Long.parseLong(direct.ask("select count(*) from thing"));
  }

  private static void execute(Statement statement, String sql) {
    try {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
