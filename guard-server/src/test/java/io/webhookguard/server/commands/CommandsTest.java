package io.webhookguard.server.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.FailureReason;
import io.webhookguard.store.sqlite.SqliteConfig;
import io.webhookguard.store.sqlite.SqliteStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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

  private Outcome onStore(String... arguments) {
    return Outcome.with(config, arguments);
  }

  private StoredEvents stored() {
    return new StoredEvents(
        () -> SqliteStore.open(SqliteConfig.at(folder.resolve("guard.db")).build()));
  }

  @Test
  @DisplayName("without a command, or with a wrong one, it says what to do")
  void wrongUsage() {
    Outcome.of().assertOneLine(2, "name a command; see guard --help");
    Outcome.of("sevre").assertOneLine(2, "there is no command sevre; see guard --help");
    Outcome.of("sevre", "--help").assertOneLine(2, "there is no command sevre; see guard --help");
    Outcome.of("sevre", "--config", "x").assertOneLine(2, "there is no command sevre;");
    Outcome.of("--sevre").assertOneLine(2, "'--sevre'; see guard --help");
    Outcome.of("serve", "--confg", "x").assertOneLine(2, "see guard serve --help");
    Outcome.of("explain", "stripe").assertOneLine(2, "EVENT-ID");
    Outcome.of("retry", "stripe", "evt_1").assertOneLine(2, "--reason");
    Outcome.of("events", "--state", "DONE").assertOneLine(2, "--state");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serve", "events", "explain", "retry", "confirm", "discard", "replay", "bulk", "sources",
        "doctor", "migrate", "ledger", "erase", "bench", "torture"
      })
  @DisplayName("every command has help")
  void help(String command) {
    Outcome outcome = Outcome.of(command, "--help");

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out()).startsWith("Usage: guard " + command);
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  @DisplayName("it knows its version")
  void version() {
    assertThat(Outcome.of("--version").out()).startsWith("guard ");
    assertThat(Outcome.of("--help").out()).contains("serve", "explain", "migrate");
  }

  @ParameterizedTest
  @CsvSource({
    "bench,'',''",
  })
  @DisplayName("what is not built yet says so")
  void notAvailable(String command, String first, String second) {
    Outcome.of(command, first, second)
        .assertOneLine(2, command + " is not available in this version");
  }

  @Test
  @DisplayName("torture says where it runs")
  void torture() {
    Outcome.of("torture", "--seed", "7")
        .assertOneLine(2, "torture runs from a checkout alone: ./guard torture");
  }

  @Test
  @DisplayName("a missing secret and a missing file end serve with one line and 2")
  void brokenConfiguration() {
    onStore("serve").assertOneLine(2, "guard.yaml:5: sources.stripe.secrets[0]: the environment");
    Outcome.of("serve", "--config", folder + "/none.yaml")
        .assertOneLine(2, "there is no such file");
    Outcome.of("events", "--config", folder + "/none.yaml")
        .assertOneLine(2, "there is no such file");
  }

  @Test
  @DisplayName("a store that is not there is not created by looking at it")
  void missingStore() {
    for (String command : List.of("events", "doctor")) {
      onStore(command).assertOneLine(1, "there is no store at");
    }
    onStore("explain", "stripe", "evt_1").assertOneLine(1, "there is no store at");
    assertThat(folder.resolve("guard.db")).doesNotExist();
  }

  @Test
  @DisplayName("a file that is no database is told in one line")
  void brokenStore() throws Exception {
    Files.writeString(folder.resolve("guard.db"), "this is no database, it is a text ".repeat(99));

    onStore("events").assertOneLine(1, "guard.db");
    onStore("doctor").assertOneLine(1, "guard.db");
    onStore("migrate").assertOneLine(1, "guard.db");
  }

  @Test
  @DisplayName("settings that do not fit together are the file's mistake")
  void settingsThatDoNotFit() throws Exception {
    onStore("migrate");
    String shorter = "store: {dedup-horizon: 20d, payload-retention: 10d, ";
    Files.writeString(
        config,
        Files.readString(config)
            .replace("store: {", shorter)
            .replace("${NOT_SET_HERE}", "whsec_0123456789abcdef")
            .concat("server: {port: 0, admin: {port: 0}}\n"));

    onStore("serve").assertOneLine(2, "dedup-horizon (PT480H) is shorter than");
    stored().completed("evt_1");
    onStore("replay", "stripe", "evt_1", "--reason", "x").assertOneLine(2, "dedup-horizon");
  }

  @Test
  @DisplayName("a store in memory cannot be looked into from outside")
  void memoryStore() throws Exception {
    config = configFor("memory:");

    onStore("events").assertOneLine(2, "memory: store");
    onStore("retry", "stripe", "evt_1", "--reason", "x").assertOneLine(2, "memory: store");
  }

  @Test
  @DisplayName("migrate creates the schema, or prints it and creates nothing")
  void migrate() {
    Outcome printed = onStore("migrate", "--print");
    assertThat(printed.exitCode()).isZero();
    assertThat(printed.out()).containsIgnoringCase("create table guard_");
    assertThat(folder.resolve("guard.db")).doesNotExist();

    assertThat(onStore("migrate"))
        .isEqualTo(new Outcome(0, "the schema was created, version 2\n", ""));
    assertThat(onStore("migrate"))
        .isEqualTo(new Outcome(0, "the schema is up to date, version 2\n", ""));
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
    stored().completed("evt_done");
    stored().failed("evt_dead\u202e", FailureReason.PERMANENT);

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
    stored().failed("evt_1", FailureReason.EXHAUSTED);

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
    onStore("explain", "stripe", "evt_2").assertOneLine(1, "there is no event evt_2");
  }

  @Test
  @DisplayName("retry, confirm, discard and replay change an event and say by whom")
  void interventions() {
    stored().failed("evt_1", FailureReason.IN_DOUBT);

    Outcome retried = onStore("retry", "stripe", "evt_1", "--reason", "fixed", "--actor", "ann");
    assertThat(retried).isEqualTo(new Outcome(0, "evt_1 is now PENDING\n", ""));
    assertThat(onStore("discard", "stripe", "evt_1", "--reason", "no").out())
        .isEqualTo("evt_1 is now FAILED(CANCELLED)\n");
    onStore("confirm", "stripe", "evt_1", "--reason", "x")
        .assertOneLine(1, "evt_1 is FAILED(CANCELLED)");
    assertThat(onStore("explain", "stripe", "evt_1").out())
        .contains("by ann  fixed", "by cli:" + System.getProperty("user.name") + "  no");
  }

  @Test
  @DisplayName("confirm completes a parked event, replay runs a complete one again")
  void confirmAndReplay() {
    stored().failed("evt_1", FailureReason.IN_DOUBT);

    assertThat(onStore("confirm", "stripe", "evt_1", "--reason", "seen").out())
        .isEqualTo("evt_1 is now COMPLETE(CONFIRMED)\n");
    assertThat(onStore("replay", "stripe", "evt_1", "--reason", "again").out())
        .isEqualTo("evt_1 is now PENDING\n");
    assertThat(onStore("events", "--json").out()).contains("\"generation\" : 2");
  }

  @Test
  @DisplayName("where a second person is demanded, the first one asks and the second one does it")
  void approvals() throws Exception {
    Files.writeString(config, Files.readString(config) + "    approval: complete\n");
    stored().completed("evt_1");
    List<String> replay = List.of("replay", "stripe", "evt_1", "--reason", "again", "--actor");

    Outcome asked = onStore(with(replay, "ann"));
    assertThat(asked.exitCode()).isZero();
    assertThat(asked.out())
        .isEqualTo(
            "evt_1 is unchanged: the source demands a second person, who gives the same command"
                + " within 24 hours\n");
    onStore(with(replay, "ann")).assertOneLine(1, "ann has asked for this already");
    assertThat(onStore("explain", "stripe", "evt_1").out())
        .contains("REQUESTED", "by ann  replay: again");

    assertThat(onStore(with(replay, "bob")).out()).isEqualTo("evt_1 is now PENDING\n");
    assertThat(onStore("explain", "stripe", "evt_1").out())
        .contains("by bob  asked for by ann: again");

    Files.writeString(config, Files.readString(config).replace("complete\n", "some\n"));
    onStore("sources").assertOneLine(2, "sources.stripe.approval");
  }

  private static String[] with(List<String> arguments, String last) {
    return Stream.concat(arguments.stream(), Stream.of(last)).toArray(String[]::new);
  }

  @Test
  @DisplayName("bulk shows its plan, and changes something only with --go")
  void bulk() {
    stored().completed("evt_2"); // before the other one, which holds their lane
    stored().failed("evt_1", FailureReason.PERMANENT);

    Outcome plan = onStore("bulk", "retry", "--source", "stripe");
    assertThat(plan.exitCode()).isZero();
    assertThat(plan.out())
        .contains(
            "events      1\n",
            "possible    1 of these\n",
            "route       stripe/main: 1\n",
            "state       FAILED: 1\n",
            "lane        stripe/main/live/cus_1: 1\n",
            "nothing was changed: --go does it");
    assertThat(onStore("events", "--state", "failed").out()).contains("evt_1");

    onStore("bulk", "retry", "--source", "stripe", "--go").assertOneLine(2, "--reason");
    onStore("bulk", "retry").assertOneLine(2, "--source");
    onStore("bulk", "confirm", "--source", "stripe").assertOneLine(2, "ACTION");
    onStore("bulk", "retry", "--source", "stripe", "--state", "complete", "--run", "1")
        .assertOneLine(2, "--run");
    Outcome done = onStore("bulk", "retry", "--source", "stripe", "--go", "--reason", "fixed");
    assertThat(done.exitCode()).isZero();
    assertThat(done.out()).contains("done        1\n").containsPattern("run +[0-9a-f-]{36}\n");
    assertThat(onStore("events", "--state", "pending").out()).contains("evt_1");

    Outcome refused =
        onStore(
            "bulk", "retry", "--source", "stripe", "--state", "complete", "--go", "--reason", "x");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("some events were refused: 1 WRONG_STATE");
    assertThat(refused.out()).contains("refused     1: WRONG_STATE", "evt_2");
  }

  @Test
  @DisplayName("an intervention without a reason that says something is refused")
  void emptyReason() {
    stored().completed("evt_1");

    onStore("replay", "stripe", "evt_1", "--reason", " ").assertOneLine(2, "reason");
    onStore("replay", "stripe", "evt_9", "--reason", "x").assertOneLine(1, "no event evt_9");
  }

  @Test
  @DisplayName("sources shows the set-up and no secret")
  void sources() {
    assertThat(onStore("sources").out())
        .contains("stripe", "POST /in/stripe", "http://127.0.0.1:1/hooks?")
        .doesNotContain("token", "abc");
  }

  @Test
  @DisplayName("what opens no store needs no password of it")
  void passwordIsNotAskedForInVain() throws Exception {
    config = configFor("jdbc:postgresql://127.0.0.1:1/guard\", password: \"${NOT_SET_EITHER}");

    assertThat(onStore("sources").out()).contains("POST /in/stripe");
    assertThat(onStore("migrate", "--print").out()).contains("create table guard_event");
    onStore("migrate").assertOneLine(2, "NOT_SET_EITHER is not set");
  }
}
