package io.webhookguard.server.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.testsupport.servers.Database;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands do on a database of a real server, whatever its kind. */
abstract class ServerCommands {

  private static final String WRONG_PASSWORD = "not-the-password";

  @TempDir private Path folder;
  private Database database;

  /** Makes an empty database on the server. */
  abstract Database freshDatabase();

  /** Opens the store of this kind. */
  abstract GuardStore open(Database at);

  /** Runs the statements of a whole file, as the server's own tools do. */
  abstract void runFile(Database at, String sql) throws SQLException;

  /** The query that counts the guard's tables in the database. */
  abstract String countOfTables();

  /** Makes a user who may read one table of the database, and nothing else in it. */
  abstract List<String> makesReaderOf(String table, Database at, String user, String password);

  /** Removes such a user. */
  abstract List<String> removes(String user);

  /** What doctor finds on a server that writes what it commits. */
  abstract String[] findings();

  @BeforeEach
  void makeDatabase() {
    database = freshDatabase();
  }

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  private Outcome run(String... arguments) throws Exception {
    return with("", arguments);
  }

  /** Runs a command with further settings of the store. */
  private Outcome with(String settings, String... arguments) throws Exception {
    return at(database.jdbcUrl(), database.password(), settings, arguments);
  }

  private Outcome at(String url, String password, String settings, String... arguments)
      throws Exception {
    return as(database.user(), password, url, settings, arguments);
  }

  private Outcome as(String user, String password, String url, String settings, String... arguments)
      throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("guard.yaml"),
            """
            server: {port: 0, admin: {port: 0}}
            store: {url: "%s", user: "%s", password: "%s"%s}
            sources:
              stripe:
                adapter: stripe
                secrets: [whsec_0123456789abcdef]
                forward: {url: "http://127.0.0.1:1/hooks"}
            """
                .formatted(url, user, password, settings));
    Outcome outcome = Outcome.with(config, arguments);
    // A server whose password is part of its databases' names can hide it nowhere.
    if (!database.name().contains(password)) {
      assertThat(outcome.out() + outcome.err()).doesNotContain(password);
    }
    return outcome;
  }

  private StoredEvents stored() {
    return new StoredEvents(() -> open(database));
  }

  private String tables() {
    return database.ask(countOfTables());
  }

  @Test
  @DisplayName("migrate creates the tables, or prints them and creates nothing")
  void migrate() throws Exception {
    Outcome printed = run("migrate", "--print");
    assertThat(printed.exitCode()).isZero();
    assertThat(printed.out()).containsIgnoringCase("create table guard_");
    assertThat(tables()).isEqualTo("0");

    assertThat(run("migrate")).isEqualTo(new Outcome(0, "the schema was created, version 2\n", ""));
    assertThat(tables()).isNotEqualTo("0");
    assertThat(run("migrate"))
        .isEqualTo(new Outcome(0, "the schema is up to date, version 2\n", ""));
  }

  @Test
  @DisplayName("the printed SQL makes the tables that the gateway needs")
  void printedSql() throws Exception {
    runFile(database, run("migrate", "--print").out());

    assertThat(with(", migrate: false", "doctor").exitCode()).isZero();
  }

  @Test
  @DisplayName("doctor prints what it found, and fails below the minimum")
  void doctor() throws Exception {
    run("migrate");

    Outcome good = run("doctor");
    Outcome below = with(", minimum: DURABLE_HA", "doctor");

    assertThat(good.exitCode()).as(good.err()).isZero();
    assertThat(good.out()).contains(findings()).contains("minimum   DURABLE: reached");
    assertThat(below.exitCode()).isEqualTo(1);
    assertThat(below.out()).contains("minimum   DURABLE_HA: NOT reached");
  }

  @Test
  @DisplayName("serve refuses a database below the minimum")
  void belowTheMinimum() throws Exception {
    with(", minimum: DURABLE_HA", "serve").assertOneLine(1, "below store.minimum (DURABLE_HA)");
  }

  @Test
  @DisplayName("missing, older and newer tables are told, and left alone where they must be")
  void schema() throws Exception {
    with(", migrate: false", "serve").assertOneLine(1, "run migrate first");
    run("doctor").assertOneLine(1, "run migrate first");
    run("events").assertOneLine(1, "run migrate first");
    assertThat(tables()).isEqualTo("0");

    run("migrate");
    database.run("update guard_schema set version = version + 1");
    run("serve").assertOneLine(1, "start a newer guard");
    run("migrate").assertOneLine(1, "start a newer guard");
    run("events").assertOneLine(1, "start a newer guard");

    database.run("update guard_schema set version = version - 2");
    with(", migrate: false", "serve").assertOneLine(1, "run migrate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "migrate", "doctor", "events"})
  @DisplayName("a wrong password and a missing database are told in a line, at once")
  void cannotLogIn(String command) throws Exception {
    at(database.jdbcUrl(), WRONG_PASSWORD, "", command).assertOneLine(1, "check user and password");
    String missing = database.jdbcUrl().replace(database.name(), "no_such_database");
    at(missing, database.password(), "", command).assertOneLine(1, "no_such_database");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "events",
        "explain stripe evt_1",
        "retry stripe evt_1 --reason x",
        "migrate",
        "serve"
      })
  @DisplayName("a right that is missing is the world's refusal, whenever it shows")
  void missingRight(String command) throws Exception {
    run("migrate");
    String reader = "reader_" + database.name().substring(6, 14);
    makesReaderOf("guard_schema", database, reader, "reads-only").forEach(database::run);
    // A gateway that upgrades meets the refusal at once, the others when they ask for events.
    if (command.equals("migrate") || command.equals("serve")) {
      database.run("update guard_schema set version = 0");
    }
    try {
      Outcome outcome = as(reader, "reads-only", database.jdbcUrl(), "", command.split(" ", -1));
      assertThat(outcome.err()).startsWith("guard: ").contains("right").hasLineCount(1);
      assertThat(outcome.exitCode()).isEqualTo(1);
    } finally {
      removes(reader).forEach(database::run);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "migrate", "doctor", "events"})
  @DisplayName("a server that is not there is told in a line")
  void noServer(String command) throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }

    String kind = database.jdbcUrl().substring(0, database.jdbcUrl().indexOf("//"));
    at(kind + "//127.0.0.1:" + port + "/guard", "a-password", "", command)
        .assertOneLine(1, "127.0.0.1:" + port + "/guard did not answer");
  }

  @Test
  @DisplayName("events, explain and the interventions work on it")
  void eventsAndInterventions() throws Exception {
    stored().completed("evt_done");
    stored().failed("evt_dead", FailureReason.IN_DOUBT);

    assertThat(run("events").out()).contains("evt_done", "COMPLETE(HANDLED)", "evt_dead");
    assertThat(run("explain", "stripe", "evt_dead").out())
        .contains("state       FAILED(IN_DOUBT)", "RECEIVED", "STARTED", "FAILED");
    assertThat(run("retry", "stripe", "evt_dead", "--reason", "fixed").out())
        .isEqualTo("evt_dead is now PENDING\n");
    assertThat(run("discard", "stripe", "evt_dead", "--reason", "no").out())
        .isEqualTo("evt_dead is now FAILED(CANCELLED)\n");
    assertThat(run("replay", "stripe", "evt_done", "--reason", "again").out())
        .isEqualTo("evt_done is now PENDING\n");
  }
}
