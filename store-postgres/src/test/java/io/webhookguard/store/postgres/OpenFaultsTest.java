package io.webhookguard.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.SchemaMismatchException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.store.sql.TablePrefix;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.PostgresServer;
import io.webhookguard.testsupport.stores.Fixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each way in which a server can be unusable ends in its named exception, with what to do. */
final class OpenFaultsTest {

  private static final Duration SHORT = Duration.ofMillis(400);

  private Database database;

  @BeforeEach
  void make() {
    database = PostgresServer.shared().freshDatabase();
  }

  @AfterEach
  void drop() {
    database.close();
  }

  @Test
  void wrongPasswordIsNamedAndNotShown() {
    assertThatThrownBy(() -> PostgresStore.open(config().password("letmein").build()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("check user and password")
        .hasMessageNotContaining("letmein");
  }

  @Test
  void missingDatabaseIsNamed() {
    String elsewhere = database.jdbcUrl().replace(database.name(), "guard_nowhere");
    assertThatThrownBy(
            () ->
                PostgresStore.open(
                    PostgresConfig.at(elsewhere)
                        .user(database.user())
                        .password(database.password())
                        .statementTimeout(SHORT)
                        .build()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("guard_nowhere")
        .hasMessageContaining("check that it exists");
  }

  @Test
  void missingSchemaIsNamed() {
    PostgresConfig.Builder elsewhere =
        PostgresConfig.at(database.jdbcUrl() + separator() + "currentSchema=nowhere")
            .user(database.user())
            .password(database.password());
    assertThatThrownBy(() -> PostgresStore.open(elsewhere.build()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("create schema");
    assertThatThrownBy(() -> PostgresStore.open(elsewhere.migrateOnOpen(false).build()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("create schema");
  }

  private String separator() {
    return database.jdbcUrl().contains("?") ? "&" : "?";
  }

  @Test
  void missingTablesAreNamed() {
    assertMismatch("run migrate first");

    open().close();
    open().close();
    assertThatThrownBy(
            () ->
                PostgresStore.open(
                    config().prefix(new TablePrefix("other_")).migrateOnOpen(false).build()))
        .isInstanceOf(SchemaMismatchException.class)
        .hasMessageContaining("other_");
  }

  @Test
  void oneConnectionIsEnoughToMigrate() {
    PostgresStore.open(config().connections(1).build()).close();
  }

  @Test
  void olderAndNewerTablesAreNamed() {
    open().close();
    database.run("update guard_schema set version = 0");
    assertMismatch("run migrate");
    database.run("update guard_schema set version = 4711");
    assertMismatch("start a newer guard");
    assertThatThrownBy(this::open)
        .isInstanceOf(SchemaMismatchException.class)
        .hasMessageContaining("start a newer guard");
  }

  @Test
  void tablesThatGoWhileTheStoreIsOpenAreNamed() {
    try (PostgresStore store = open()) {
      database.run("drop table guard_payload");
      assertThatThrownBy(() -> store.events().admit(Fixture.arrivals("evt_", 1, "")))
          .isInstanceOf(SchemaMismatchException.class)
          .hasMessageContaining("run migrate");
    }
  }

  @Test
  void aSessionThatMayNotWriteIsNamedWhenTheStoreOpens() {
    open().close();
    database.run("alter database " + database.name() + " set default_transaction_read_only = on");
    assertThatThrownBy(this::open)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("connect to the primary");
  }

  @Test
  void aServerThatTurnsReadOnlyIsNamed() {
    try (PostgresStore store = open()) {
      database.run("alter database " + database.name() + " set default_transaction_read_only = on");
      endAllOthers();
      admitUntilTheConnectionIsNew(store);

      assertThatThrownBy(() -> store.events().admit(Fixture.arrivals("evt_", 1, "")))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("connect to the primary");
      assertThat(store.events().find(Fixture.key("evt_0"))).isEmpty();
    }
  }

  /** What was ended while it was idle shows at its next use, where nobody knows what happened. */
  private static void admitUntilTheConnectionIsNew(PostgresStore store) {
    for (int i = 0; i < 16; i++) {
      try {
        store.events().admit(Fixture.arrivals("before_", 1, ""));
        throw new AssertionError("an admission was taken");
      } catch (ConfigurationException e) {
        return;
      } catch (OutcomeUnknownException e) {
        assertThat(e).hasMessageContaining("ask by the call's ids");
      }
    }
  }

  @Test
  void aServerThatIsNotThereIsNamed() throws IOException {
    assertThatThrownBy(
            () ->
                PostgresStore.open(
                    PostgresConfig.at("jdbc:postgresql://127.0.0.1:" + closedPort() + "/guard")
                        .statementTimeout(SHORT)
                        .build()))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("did not answer")
        .hasMessageContaining("try again");
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aFullPoolIsNamedAndNothingHappens() throws SQLException {
    open().close();
    PostgresConfig one = config().connections(1).build();
    try (var pool = PostgresPool.forStatements(one);
        PostgresStore store = PostgresStore.open(PostgresConfig.on(pool).build());
        Connection taken = pool.getConnection()) {
      assertThat(taken.isValid(1)).isTrue();
      assertThatThrownBy(() -> store.events().admit(Fixture.arrivals("evt_", 1, "")))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("make the pool larger");
      assertThatThrownBy(() -> store.events().find(Fixture.key("evt_0")))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("make the pool larger");
    }
  }

  @Test
  void aServerWithoutConnectionsLeftIsNamed() {
    open().close();
    database.run("alter database " + database.name() + " connection limit 0");
    database.run("create role " + roleName() + " login password 'small'");
    try {
      assertThatThrownBy(
              () -> PostgresStore.open(config().user(roleName()).password("small").build()))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("try again");
    } finally {
      database.run("drop role " + roleName());
    }
  }

  private String roleName() {
    return database.name() + "_small";
  }

  @Test
  void aStatementThatTakesTooLongIsNamedAndHasNotHappened() throws SQLException {
    try (PostgresStore store = open()) {
      try (Connection other = database.connect();
          Statement statement = other.createStatement()) {
        other.setAutoCommit(false);
        statement.execute("lock table guard_payload in access exclusive mode");

        assertThatThrownBy(() -> store.events().admit(Fixture.arrivals("evt_", 1, "")))
            .isInstanceOf(StoreUnavailableException.class)
            .isNotInstanceOf(OutcomeUnknownException.class)
            .hasMessageContaining("try again");
        other.rollback();
      }
      assertThat(store.events().find(Fixture.key("evt_0"))).isEmpty();
      assertThat(store.ledger().scan(0, 10).entries()).isEmpty();
    }
  }

  private void endAllOthers() {
    database.ask(
        "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname ="
            + " current_database() and pid <> pg_backend_pid()");
  }

  private void assertMismatch(String advice) {
    assertThatThrownBy(() -> PostgresStore.open(config().migrateOnOpen(false).build()))
        .isInstanceOf(SchemaMismatchException.class)
        .hasMessageContaining(advice);
  }

  private PostgresStore open() {
    return PostgresStore.open(config().build());
  }

  private PostgresConfig.Builder config() {
    return PostgresOpening.at(database).connections(2).statementTimeout(SHORT);
  }
}
