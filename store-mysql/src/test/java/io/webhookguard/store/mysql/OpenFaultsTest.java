package io.webhookguard.store.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.error.CorruptStateException;
import io.webhookguard.api.error.SchemaMismatchException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.store.sql.TablePrefix;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.MySqlServer;
import io.webhookguard.testsupport.stores.Fixture;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each way in which a database can be unusable ends in its named exception, with what to do. */
final class OpenFaultsTest {

  private Database database;

  @BeforeEach
  void makeDatabase() {
    database = MySqlServer.shared().freshDatabase();
  }

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  private MysqlConfig.Builder config() {
    return MysqlOpening.at(database).connections(2);
  }

  /** At once: a pool would try for as long as a statement may take. */
  @Test
  @Timeout(60)
  void wrongPasswordIsNamedAndNotShown() {
    MysqlConfig wrong =
        config()
            .password("s3cret-but-wrong")
            .statementTimeout(MysqlConfig.MAX_STATEMENT_TIMEOUT)
            .build();

    for (ThrowingCallable use :
        List.<ThrowingCallable>of(() -> MysqlStore.open(wrong), () -> MysqlStore.migrate(wrong))) {
      assertThatThrownBy(use)
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("check user and password")
          .hasMessageNotContaining("s3cret-but-wrong");
    }
  }

  /** A password that the server has not seen lately goes through TLS, or by its public key. */
  @Test
  void loginThatTheDriverRefusesIsNamed() {
    String user = "sha2_" + database.name().substring(6, 14);
    database.run(
        "create user '" + user + "'@'%' identified with caching_sha2_password by 's3cret'");
    try {
      String plain = database.jdbcUrl().replace("allowPublicKeyRetrieval=true", "");
      assertThatThrownBy(
              () -> MysqlStore.open(MysqlConfig.at(plain).user(user).password("s3cret").build()))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("set sslMode=REQUIRED in the URL")
          .hasMessageContaining("allowPublicKeyRetrieval=true")
          .hasMessageNotContaining("s3cret");
    } finally {
      database.run("drop user '" + user + "'@'%'");
    }
  }

  @Test
  void missingDatabaseIsNamed() {
    String url = database.jdbcUrl().replace(database.name(), "guard_that_nobody_made");

    assertThatThrownBy(
            () ->
                MysqlStore.open(
                    MysqlConfig.at(url)
                        .user(database.user())
                        .password(database.password())
                        .build()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("check that it exists");
  }

  @Test
  void missingTablesAreNamed() {
    assertThatThrownBy(() -> MysqlStore.open(config().migrateOnOpen(false).build()))
        .isInstanceOf(SchemaMismatchException.class)
        .hasMessageContaining("run migrate first");
  }

  @Test
  void olderAndNewerTablesAreNamed() {
    MysqlStore.open(config().build()).close();

    database.run("update guard_schema set version = 0");
    assertThatThrownBy(() -> MysqlStore.open(config().migrateOnOpen(false).build()))
        .isInstanceOf(SchemaMismatchException.class)
        .hasMessageContaining("run migrate");
    database.run("update guard_schema set version = 4711");
    assertThatThrownBy(() -> MysqlStore.open(config().build()))
        .isInstanceOf(SchemaMismatchException.class)
        .hasMessageContaining("start a newer guard");
  }

  @Test
  void tablesThatGoWhileTheStoreIsOpenAreNamed() {
    try (MysqlStore store = MysqlStore.open(config().build())) {
      database.run("drop table guard_payload");

      assertThatThrownBy(() -> store.events().admit(Fixture.arrivals("evt_", 1, "")))
          .isInstanceOf(SchemaMismatchException.class)
          .hasMessageContaining("run migrate");
      assertThat(store.ledger().scan(0, 10).entries()).isEmpty();
    }
  }

  @Test
  void missingRightsAreNamed() {
    MysqlStore.open(config().build()).close();
    String user = "reader_" + database.name().substring(6, 14);
    database.run("create user '" + user + "'@'%' identified by 'reads'");
    database.run("grant select on " + database.name() + ".* to '" + user + "'@'%'");
    try (MysqlStore store = MysqlStore.open(config().user(user).password("reads").build())) {
      assertThatThrownBy(() -> store.events().admit(Fixture.arrivals("evt_", 1, "")))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("give this user the right to write it");
    } finally {
      database.run("drop user '" + user + "'@'%'");
    }
  }

  @Test
  void fullPoolIsNamedAndNothingHappened() throws SQLException {
    MysqlConfig one = config().connections(1).statementTimeout(Duration.ofMillis(300)).build();
    try (MysqlStore store = MysqlStore.open(one);
        Connection blocker = database.connect();
        Statement statement = blocker.createStatement()) {
      // Whoever has the pool's only connection waits for this lock.
      statement.execute("lock tables guard_serial write");
      Thread first = new Thread(() -> admitOrFail(store));
      first.start();
      awaitWaiting();
      assertThatThrownBy(() -> store.events().admit(Fixture.arrivals("evt_", 1, "")))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("try again");
      statement.execute("unlock tables");
      join(first);
    }
  }

  private static void admitOrFail(MysqlStore store) {
    try {
      store.events().admit(Fixture.arrivals("first_", 1, ""));
    } catch (StoreUnavailableException e) {
      // It waited for the lock in vain.
    }
  }

  private void awaitWaiting() {
    String waiting =
        "select count(*) from information_schema.processlist where db = '"
            + database.name()
            + "' and state like 'Waiting for table%'";
    while (database.ask(waiting).equals("0")) {
      Thread.onSpinWait();
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Test
  void writeThatOthersBlockTooLongIsNamedAndNothingHappened() throws SQLException {
    MysqlConfig brief = config().statementTimeout(Duration.ofSeconds(1)).build();
    try (MysqlStore store = MysqlStore.open(brief)) {
      store.lock().tryAcquire("name", "first", Duration.ofSeconds(1));
      try (Connection other = database.connect();
          Statement statement = other.createStatement()) {
        other.setAutoCommit(false);
        statement.execute("update guard_lock set holder = 'other'");

        assertThatThrownBy(() -> store.lock().tryAcquire("name", "second", Duration.ofSeconds(1)))
            .isInstanceOf(StoreUnavailableException.class)
            .hasMessageContaining("busy");
        other.rollback();
      }
    }
  }

  @Test
  void serverWhereWritesWouldBeWrongIsRefused() {
    Map<String, String> good =
        Map.of("version", "8.0.31", "sql_mode", "STRICT_TRANS_TABLES", "log_bin", "ON");

    assertRefused(good, "version", "5.7.44", "use MySQL 8.0.16");
    assertRefused(good, "version", "10.5.1-MariaDB", "MariaDB 10.6");
    assertRefused(good, "super_read_only", "ON", "connect to the primary");
    assertRefused(good, "binlog_format", "STATEMENT", "set it to ROW");
    assertRefused(good, "sql_mode", "ANSI", "add STRICT_TRANS_TABLES");
    new ServerSettings(good).requireUsable("MySQL");
  }

  private static void assertRefused(
      Map<String, String> good, String setting, String value, String advice) {
    Map<String, String> values = new HashMap<>(good);
    values.put(setting, value);
    assertThatThrownBy(() -> new ServerSettings(values).requireUsable("MySQL"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(advice);
  }

  @Test
  void entriesCannotBeChangedOrRemoved() throws SQLException {
    try (MysqlStore store = MysqlStore.open(config().build());
        Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      store.events().admit(Fixture.arrivals("evt_", 1, ""));

      for (String sql :
          List.of(
              "update guard_ledger set actor = 'nobody'",
              "delete from guard_ledger",
              "replace into guard_ledger select * from guard_ledger")) {
        assertThatThrownBy(() -> statement.execute(sql))
            .hasMessageMatching("(?s).*(append-only|entries_are_archived_before_they_go).*");
      }
    }
  }

  @Test
  void printedDdlMakesWhatTheStoreNeeds() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      for (String sql : MysqlStore.ddl(new TablePrefix("own_")).split(";\\s*\\n", -1)) {
        if (!sql.replaceAll("(?m)^--.*$", "").isBlank()) {
          statement.execute(sql);
        }
      }
    }
    MysqlConfig own = config().prefix(new TablePrefix("own_")).migrateOnOpen(false).build();
    try (MysqlStore store = MysqlStore.open(own)) {
      store.events().admit(Fixture.arrivals("evt_", 1, ""));
      assertThat(Fixture.claim(store, 1)).hasSize(1);
    }
  }

  @Test
  void brokenRuleOfATableIsNamed() {
    try (MysqlStore store = MysqlStore.open(config().build())) {
      database.run("alter table guard_payload add constraint tiny check (length(body) < 3)");

      assertThatThrownBy(() -> store.events().admit(Fixture.arrivals("evt_", 1, "")))
          .isInstanceOf(CorruptStateException.class);
      assertThat(store.events().find(Fixture.key("evt_0"))).isEmpty();
    }
  }
}
