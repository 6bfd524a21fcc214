package io.webhookguard.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.webhookguard.api.store.StoreDoctor.Finding;
import io.webhookguard.store.sql.TablePrefix;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Hot statements find their rows by index, whatever the tables held when they were prepared. */
final class PlansTest {

  private static final int MANY = 100_000;

  private Database database;
  private PostgresConfig config;

  @BeforeEach
  void make() {
    database = PostgresServer.shared().freshDatabase();
    config = PostgresOpening.at(database).connections(2).build();
    PostgresStore.migrate(config);
  }

  @AfterEach
  void drop() {
    database.close();
  }

  @Test
  void pinnedPlansAreByIndexOnEmptyVacuumedAndFullTables() {
    try (HikariDataSource pool = PostgresPool.forStatements(config)) {
      assertThat(wrong(pool)).as("never used").isEmpty();
      database.run("vacuum analyze");
      assertThat(wrong(pool)).as("known to be empty").isEmpty();
      Backlog.of(MANY).inLanes(1_000).fill(database);
      assertThat(wrong(pool)).as("full, not analysed").isEmpty();
      database.run("vacuum analyze");
      assertThat(wrong(pool)).as("full").isEmpty();
    }
  }

  @Test
  void thoseOfPlainSessionsAreCaughtAndTheDoctorSaysSo() {
    database.run("vacuum analyze");
    try (HikariDataSource pool = PostgresPool.forTransactions(config);
        PostgresStore store = PostgresStore.open(PostgresConfig.on(pool).build())) {
      assertThat(wrong(pool)).contains("ADMIT", "CLAIM_DUE", "SETTLE");
      assertThat(store.doctor().examine().findings())
          .filteredOn(finding -> !finding.good())
          .singleElement()
          .satisfies(
              finding -> {
                assertThat(finding.setting()).isEqualTo("plans");
                assertThat(finding.value()).contains("CLAIM_DUE");
                assertThat(finding.advice()).contains("enable_seqscan = off");
              });
    }
  }

  @Test
  void aStoreWithItsOwnPoolsIsFoundGood() {
    try (PostgresStore store = PostgresStore.open(config)) {
      assertThat(store.doctor().examine().findings()).allMatch(Finding::good);
    }
  }

  @Test
  void theLanesThatAreNotCountedDownAreFoundByIndex() {
    Backlog.of(MANY).inLanes(MANY).fill(database);
    database.run("vacuum analyze");
    try (HikariDataSource pool = PostgresPool.forStatements(config)) {
      String countLanes =
          PostgresStore.statements(TablePrefix.DEFAULT).get(PostgresStatement.COUNT_LANES).text();
      List<String> plan =
          Jdbi.create(pool)
              .withHandle(
                  handle -> handle.createQuery("explain " + countLanes).mapTo(String.class).list());
      assertThat(plan).anyMatch(line -> line.contains("Index Scan using guard_due_ended"));
    }
  }

  @Test
  void aRoleWithTheSettingsOfTheManualIsFoundGood() throws IOException {
    String role = database.name() + "_app";
    database.run("create role " + role + " superuser login password 'app'");
    try {
      database.run(
          Manual.block(
                  Path.of("..", "docs", "operations.md"),
                  "-- What the store's own connections set for themselves.")
              .replace("guard_app", role));
      try (HikariDataSource pool =
              PostgresPool.forTransactions(
                  PostgresConfig.at(database.jdbcUrl()).user(role).password("app").build());
          PostgresStore store = PostgresStore.open(PostgresConfig.on(pool).build())) {
        assertThat(wrong(pool)).isEmpty();
        assertThat(store.doctor().examine().findings()).allMatch(Finding::good);
      }
    } finally {
      database.run("drop role " + role);
    }
  }

  /** What pins plans would make a user's own statements slow. */
  @Test
  void aUsersTransactionHasTheServersSettings() throws SQLException {
    try (HikariDataSource transactions = PostgresPool.forTransactions(config);
        HikariDataSource statements = PostgresPool.forStatements(config);
        Connection plain = database.connect()) {
      assertThat(planner(transactions.getConnection())).isEqualTo(planner(plain));
      assertThat(planner(statements.getConnection()))
          .containsEntry("plan_cache_mode", "force_generic_plan")
          .containsEntry("enable_seqscan", "off");
    }
  }

  @Test
  void statementsRunInTheirOwnIsolationWhateverTheDatabaseSets() throws SQLException {
    database.run(
        "alter database "
            + database.name()
            + " set default_transaction_isolation = 'serializable'");
    try (HikariDataSource statements = PostgresPool.forStatements(config);
        Connection connection = statements.getConnection()) {
      assertThat(connection.getTransactionIsolation())
          .isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
    }
  }

  private static Map<String, String> planner(Connection connection) throws SQLException {
    Map<String, String> settings = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select name, setting from pg_settings where category like 'Query Tuning%'")) {
      while (rows.next()) {
        settings.put(rows.getString(1), rows.getString(2));
      }
    }
    return settings;
  }

  private static List<String> wrong(HikariDataSource pool) {
    PlanCheck check =
        new PlanCheck(PostgresStore.statements(TablePrefix.DEFAULT), TablePrefix.DEFAULT);
    return Jdbi.create(pool).withHandle(check::wrong);
  }
}
