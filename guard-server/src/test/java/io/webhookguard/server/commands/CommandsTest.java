package io.webhookguard.server.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.Attributes;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.ClaimRequest;
import io.webhookguard.api.store.DoubtMark;
import io.webhookguard.api.store.HeadOfLine;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.store.sqlite.SqliteConfig;
import io.webhookguard.store.sqlite.SqliteStore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {

  @TempDir private Path folder;
  private Path config;

  /** What a command did. */
  private record Outcome(int exitCode, String out, String err) {}

  @BeforeEach
  void writeConfig() throws Exception {
    config = configFor("sqlite:" + folder.resolve("guard.db"));
  }

  private Path configFor(String store) throws Exception {
    return Files.writeString(
        folder.resolve("guard.yaml"),
        "store: {url: \""
            + store
            + "\"}\nsources:\n  stripe:\n    adapter: stripe\n    secrets: [\"${NOT_SET_HERE}\"]\n"
            + "    forward: {url: \"http://127.0.0.1:1/hooks?token=abc\"}\n");
  }

  private static Outcome run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = GuardCommand.run(new PrintWriter(out), new PrintWriter(err), arguments);
    return new Outcome(exitCode, out.toString(), err.toString());
  }

  private Outcome onStore(String... arguments) {
    String[] all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--config";
    all[arguments.length + 1] = config.toString();
    return run(all);
  }

  private static void assertOneLine(Outcome outcome, int exitCode, String expected) {
    assertThat(outcome.err()).startsWith("guard: ").contains(expected);
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(outcome.exitCode()).isEqualTo(exitCode);
    assertThat(outcome.out()).isEmpty();
  }

  private SqliteStore store() {
    return SqliteStore.open(SqliteConfig.at(folder.resolve("guard.db")).build());
  }

  private static Attempt started(SqliteStore store, String eventId) {
    EventKey key = new EventKey(Route.main("stripe"), "live", eventId);
    Payload payload = Payload.of("application/json", eventId.getBytes(StandardCharsets.UTF_8));
    store
        .events()
        .admit(
            List.of(
                new Arrival(
                    UUID.randomUUID(),
                    key,
                    "invoice.paid",
                    Lane.of("cus_1"),
                    0,
                    Attributes.EMPTY,
                    payload,
                    new Arrival.Intent.Queue())));
    return store
        .events()
        .claim(
            new ClaimRequest(
                "node",
                UUID.randomUUID(),
                Duration.ofMinutes(1),
                new ClaimRequest.Selection.One(key)))
        .get(0);
  }

  private void failed(String eventId, FailureReason reason) {
    try (SqliteStore store = store()) {
      Attempt attempt = started(store, eventId);
      store
          .events()
          .settle(
              List.of(
                  new Settlement.Fail(
                      attempt.claim(),
                      reason,
                      reason == FailureReason.IN_DOUBT ? DoubtMark.SET : DoubtMark.KEEP,
                      HeadOfLine.BLOCK,
                      new Problem("http-422", "the destination answered 422"))));
    }
  }

  private void completed(String eventId) {
    try (SqliteStore store = store()) {
      Attempt attempt = started(store, eventId);
      store.events().settle(List.of(new Settlement.Complete(attempt.claim(), Response.EMPTY)));
    }
  }

  @Test
  @DisplayName("without a command, or with a wrong one, it says what to do")
  void wrongUsage() {
    assertOneLine(run(), 2, "name a command; see guard --help");
    assertOneLine(run("sevre"), 2, "sevre");
    assertOneLine(run("serve", "--confg", "x"), 2, "see guard serve --help");
    assertOneLine(run("explain", "stripe"), 2, "EVENT-ID");
    assertOneLine(run("retry", "stripe", "evt_1"), 2, "--reason");
    assertOneLine(run("events", "--state", "DONE"), 2, "--state");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serve", "events", "explain", "retry", "confirm", "discard", "replay", "sources", "doctor",
        "migrate", "ledger", "erase", "bench", "torture"
      })
  @DisplayName("every command has help")
  void help(String command) {
    Outcome outcome = run(command, "--help");

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out()).startsWith("Usage: guard " + command);
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  @DisplayName("it knows its version")
  void version() {
    assertThat(run("--version").out()).startsWith("guard ");
    assertThat(run("--help").out()).contains("serve", "explain", "migrate");
  }

  @ParameterizedTest
  @CsvSource({
    "ledger,verify,''",
    "erase,stripe,evt_1",
    "bench,'',''",
    "torture,--seed,7",
  })
  @DisplayName("what is not built yet says so")
  void notAvailable(String command, String first, String second) {
    assertOneLine(run(command, first, second), 2, command + " is not available in this version");
  }

  @Test
  @DisplayName("a missing secret and a missing file end serve with one line and 2")
  void brokenConfiguration() {
    assertOneLine(onStore("serve"), 2, "guard.yaml:5: sources.stripe.secrets[0]: the environment");
    assertOneLine(run("serve", "--config", folder + "/none.yaml"), 2, "there is no such file");
    assertOneLine(run("events", "--config", folder + "/none.yaml"), 2, "there is no such file");
  }

  @Test
  @DisplayName("a store that is not there is not created by looking at it")
  void missingStore() {
    for (String command : List.of("events", "doctor")) {
      assertOneLine(onStore(command), 1, "there is no store at");
    }
    assertOneLine(onStore("explain", "stripe", "evt_1"), 1, "there is no store at");
    assertThat(folder.resolve("guard.db")).doesNotExist();
  }

  @Test
  @DisplayName("a file that is no database is told in one line")
  void brokenStore() throws Exception {
    Files.writeString(folder.resolve("guard.db"), "this is no database, it is a text ".repeat(99));

    assertOneLine(onStore("events"), 1, "guard.db");
    assertOneLine(onStore("doctor"), 1, "guard.db");
    assertOneLine(onStore("migrate"), 1, "guard.db");
  }

  @Test
  @DisplayName("a store in memory cannot be looked into from outside")
  void memoryStore() throws Exception {
    config = configFor("memory:");

    assertOneLine(onStore("events"), 2, "memory: store");
    assertOneLine(onStore("retry", "stripe", "evt_1", "--reason", "x"), 2, "memory: store");
  }

  @Test
  @DisplayName("migrate creates the schema, or prints it and creates nothing")
  void migrate() {
    Outcome printed = onStore("migrate", "--print");
    assertThat(printed.exitCode()).isZero();
    assertThat(printed.out()).containsIgnoringCase("create table guard_");
    assertThat(folder.resolve("guard.db")).doesNotExist();

    assertThat(onStore("migrate")).isEqualTo(new Outcome(0, "the schema is up to date\n", ""));
    assertThat(onStore("migrate").exitCode()).isZero();
    assertThat(onStore("events").exitCode()).isZero();
  }

  @Test
  @DisplayName("doctor says which promises hold, and fails below the minimum")
  void doctor() throws Exception {
    onStore("migrate");
    Outcome good = onStore("doctor");
    Files.writeString(
        config, Files.readString(config).replace("db\"}", "db\", minimum: DURABLE_HA}"));
    Outcome below = onStore("doctor");

    assertThat(good.exitCode()).isZero();
    assertThat(good.out()).contains("SQLite", "DURABLE", "minimum   DURABLE: reached");
    assertThat(below.exitCode()).isEqualTo(1);
    assertThat(below.out()).contains("minimum   DURABLE_HA: NOT reached");
  }

  @Test
  @DisplayName("events lists them, by state and source, in a table or as JSON")
  void events() {
    completed("evt_done");
    failed("evt_dead\u202e", FailureReason.PERMANENT);

    assertThat(onStore("events").out())
        .contains("evt_done", "COMPLETE(HANDLED)", "evt_dead\\u202e");
    assertThat(onStore("events", "--state", "failed").out())
        .contains("FAILED(PERMANENT)")
        .doesNotContain("evt_done");
    assertThat(onStore("events", "--source", "other").out()).doesNotContain("evt_");
    assertThat(onStore("events", "--source", "Not A Label").exitCode()).isEqualTo(2);
    assertThat(onStore("events", "--limit", "1").out()).doesNotContain("evt_done");
    assertThat(onStore("events", "--json").out())
        .startsWith("[")
        .contains(
            "\"event\" : \"evt_done\"", "\"state\" : \"FAILED\"", "\"reason\" : \"PERMANENT\"")
        .matches("[\\p{ASCII}]+");
  }

  @Test
  @DisplayName("explain tells the story, and what a redelivery would do")
  void explain() {
    failed("evt_1", FailureReason.EXHAUSTED);

    assertThat(onStore("explain", "stripe", "evt_1").out())
        .contains(
            "state       FAILED(EXHAUSTED)",
            "attempts    1 in generation 1",
            "problem     http-422: the destination answered 422",
            "would give the event fresh attempts",
            "RECEIVED",
            "STARTED",
            "FAILED");
    assertThat(onStore("explain", "stripe", "evt_1", "--json").out())
        .contains("\"redelivery\" : \"reopens\"", "\"kind\" : \"STARTED\"");
    assertOneLine(onStore("explain", "stripe", "evt_2"), 1, "there is no event evt_2");
  }

  @Test
  @DisplayName("retry, confirm, discard and replay change an event and say by whom")
  void interventions() {
    failed("evt_1", FailureReason.IN_DOUBT);

    Outcome retried = onStore("retry", "stripe", "evt_1", "--reason", "fixed", "--actor", "ann");
    assertThat(retried).isEqualTo(new Outcome(0, "evt_1 is now PENDING\n", ""));
    assertThat(onStore("discard", "stripe", "evt_1", "--reason", "no").out())
        .isEqualTo("evt_1 is now FAILED(CANCELLED)\n");
    assertOneLine(
        onStore("confirm", "stripe", "evt_1", "--reason", "x"), 1, "evt_1 is FAILED(CANCELLED)");
    assertThat(onStore("explain", "stripe", "evt_1").out())
        .contains("by ann  fixed", "by cli:" + System.getProperty("user.name") + "  no");
  }

  @Test
  @DisplayName("confirm completes a parked event, replay runs a complete one again")
  void confirmAndReplay() {
    failed("evt_1", FailureReason.IN_DOUBT);

    assertThat(onStore("confirm", "stripe", "evt_1", "--reason", "seen").out())
        .isEqualTo("evt_1 is now COMPLETE(CONFIRMED)\n");
    assertThat(onStore("replay", "stripe", "evt_1", "--reason", "again").out())
        .isEqualTo("evt_1 is now PENDING\n");
    assertThat(onStore("events", "--json").out()).contains("\"generation\" : 2");
  }

  @Test
  @DisplayName("an intervention without a reason that says something is refused")
  void emptyReason() {
    completed("evt_1");

    assertOneLine(onStore("replay", "stripe", "evt_1", "--reason", " "), 2, "reason");
    assertOneLine(onStore("replay", "stripe", "evt_9", "--reason", "x"), 1, "no event evt_9");
  }

  @Test
  @DisplayName("sources shows the set-up and no secret")
  void sources() {
    assertThat(onStore("sources").out())
        .contains("stripe", "POST /in/stripe", "http://127.0.0.1:1/hooks?")
        .doesNotContain("token", "abc");
  }
}
