package io.webhookguard.server.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.ledger.Seal;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.Limits;
import io.webhookguard.core.ledger.Ed25519;
import io.webhookguard.core.ledger.SealSigner;
import io.webhookguard.server.ledger.FileAnchor;
import io.webhookguard.store.sqlite.SqliteConfig;
import io.webhookguard.store.sqlite.SqliteStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands about the ledger, on a store with four seals of three entries each. */
class LedgerCommandsTest {

  private static final int SEALS = 4;

  @TempDir private Path folder;
  private Path config;
  private KeyPair keys;

  @BeforeEach
  void makeStore() throws Exception {
    keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    config =
        Files.writeString(
            folder.resolve("guard.yaml"),
            "store: {url: \"sqlite:"
                + database()
                + "\"}\nsources:\n  stripe:\n    adapter: stripe\n    secrets: [\"${NOT_SET}\"]\n"
                + "    forward: {url: \"http://127.0.0.1:1/hooks\"}\n");
    SealSigner signer = Ed25519.signer(keys.getPrivate());
    for (int i = 0; i < SEALS; i++) {
      new StoredEvents(this::open).completed("evt_" + i);
      try (GuardStore store = open()) {
        Seal seal = Seal.next(store.seals().newest(), unsealed(store), day(i));
        store.seals().add(seal.signed(signer.sign(seal.digest())));
      }
    }
  }

  private static Instant day(int number) {
    return Instant.parse("2026-01-01T06:00:00Z").plusSeconds(86_400L * number);
  }

  private Path database() {
    return folder.resolve("guard.db");
  }

  private GuardStore open() {
    return SqliteStore.open(SqliteConfig.at(database()).build());
  }

  private static List<LedgerEntry> unsealed(GuardStore store) {
    long end = store.seals().newest().map(Seal::upTo).orElse(0L);
    return store.ledger().scan(end, Limits.MAX_PAGE).entries();
  }

  private Outcome onStore(String... arguments) {
    return Outcome.with(config, arguments);
  }

  private void tamper(String sql) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database());
        Statement statement = connection.createStatement()) {
      statement.execute("drop trigger if exists guard_ledger_no_update");
      statement.execute("drop trigger if exists guard_seal_no_delete");
      statement.execute(sql);
    }
  }

  private Path publicKey() throws Exception {
    return Files.writeString(
        folder.resolve("public.pem"),
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded())
            + "\n-----END PUBLIC KEY-----\n");
  }

  @Test
  @DisplayName("verify says what is sealed, and what is not")
  void verifySaysWhatIsSealed() throws Exception {
    new StoredEvents(this::open).completed("evt_tail");

    Outcome said = onStore("ledger", "verify", "--public-key", publicKey().toString());

    assertThat(said.exitCode()).as(said.err()).isZero();
    assertThat(said.out())
        .startsWith("intact")
        .contains("seals     4, 4 of them signed", "entries   12, up to position 12")
        .contains("head      4 ", "unsealed  3, the oldest of them for ");
    assertThat(onStore("ledger", "verify", "--json").out())
        .contains("\"intact\" : true", "\"unsealed\" : 3");
  }

  @Test
  @DisplayName("verify names the first entry that was changed, and ends with 1")
  void verifyNamesTheFirstBadEntry() throws Exception {
    tamper("update guard_ledger set actor = 'nobody' where position in (5, 9)");

    Outcome said = onStore("ledger", "verify");

    assertThat(said.exitCode()).isEqualTo(1);
    assertThat(said.out())
        .startsWith("BROKEN    entry changed")
        .contains("entry 5 in the range of seal 2 is not as it was", "by nobody");
    assertThat(onStore("ledger", "verify", "--json").out())
        .contains("\"intact\" : false", "\"kind\" : \"ENTRY_CHANGED\"", "\"position\" : 5");
  }

  @Test
  @DisplayName("an end that was cut off is missed by who has its head")
  void verifyComparesWithHeads() throws Exception {
    Path heads = folder.resolve("heads.txt");
    FileAnchor anchor = new FileAnchor(heads);
    try (GuardStore store = open()) {
      store.seals().list(0, 10).forEach(anchor::take);
    }
    Files.writeString(heads, "\n5 cut-sho", StandardOpenOption.APPEND);
    assertThat(anchor.newest()).as("half a line counts for nothing").isEqualTo(4);
    assertThat(onStore("ledger", "verify", "--heads", heads.toString()).exitCode()).isZero();
    tamper("delete from guard_seal where number = 4");

    assertThat(onStore("ledger", "verify").exitCode()).as("nobody else knows").isZero();
    assertThat(onStore("ledger", "verify", "--heads", heads.toString()).out())
        .contains("BROKEN    seal missing", "seal 4 is not there, though an anchor knows it");
  }

  @Test
  @DisplayName("archive moves whole old seals, verify knows them, and the file stands by itself")
  void archiveMovesOldSeals() throws Exception {
    Path file = folder.resolve("old.jsonl");
    String[] command = {"ledger", "archive", "--before", "2026-01-03", "--out", file.toString()};

    Outcome said = onStore(command);

    assertThat(said.exitCode()).as(said.err()).isZero();
    assertThat(said.out()).contains("6 entries up to seal 2 are in ", "SHA-256   ");
    assertThat(onStore("ledger", "verify").out())
        .contains("intact", "entries   6,", "archived  up to seal 2 by cli:");
    Outcome alone =
        Outcome.of(
            "ledger",
            "verify",
            "--archive",
            file.toString(),
            "--public-key",
            publicKey().toString());
    assertThat(alone.out()).as(alone.err()).contains("seals     2, 2 of", "entries   6,");
    onStore(command).assertOneLine(2, "there is a file");
    Path later = folder.resolve("later.jsonl");
    onStore("ledger", "archive", "--before", "2026-01-04T00:00:00Z", "--out", later.toString());
    assertThat(onStore("ledger", "verify").out()).contains("archived  up to seal 3");
    Path none = folder.resolve("none.jsonl");
    assertThat(
            onStore("ledger", "archive", "--before", "2026-01-04", "--out", none.toString()).out())
        .contains("nothing that is not archived yet was sealed before 2026-01-04T00:00:00Z");
    assertThat(none).doesNotExist();
  }

  @Test
  @DisplayName("an archive that was changed or cut short is told")
  void archiveThatWasChangedIsTold() throws Exception {
    Path file = folder.resolve("old.jsonl");
    onStore("ledger", "archive", "--before", "2026-01-03", "--out", file.toString());
    String whole = Files.readString(file);

    Files.writeString(file, whole.replaceFirst("STARTED", "REPLAYED"));
    Outcome changed = Outcome.of("ledger", "verify", "--archive", file.toString());
    assertThat(changed.exitCode()).isEqualTo(1);
    assertThat(changed.out()).contains("BROKEN    entry changed", "entry 2 in the range of seal 1");
    Files.writeString(file, whole.substring(0, whole.lastIndexOf("{\"seals\"")));
    Outcome.of("ledger", "verify", "--archive", file.toString())
        .assertOneLine(1, "is missing: the file was cut short");
    Files.writeString(file, whole.replace("\"seals\":2", "\"seals\":3"));
    Outcome.of("ledger", "verify", "--archive", file.toString())
        .assertOneLine(1, "counts other seals");
    Files.writeString(file, "{\"format\":\"something else\"}");
    Outcome.of("ledger", "verify", "--archive", file.toString())
        .assertOneLine(1, "is not of an archive that this version knows");
  }

  @Test
  @DisplayName("nothing is archived from a range that was tampered with")
  void tamperedRangeIsNotArchived() throws Exception {
    tamper("update guard_ledger set actor = 'nobody' where position = 5");
    Path file = folder.resolve("old.jsonl");

    onStore("ledger", "archive", "--before", "2026-01-03", "--out", file.toString())
        .assertOneLine(1, "entry 5 in the range of seal 2");
    assertThat(file).doesNotExist();
    try (GuardStore store = open()) {
      assertThat(store.seals().archived()).isEmpty();
      assertThat(store.ledger().scan(0, 100).entries()).hasSize(3 * SEALS);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "2026-13-01", "2026-01-01T00:00"})
  @DisplayName("a day that is none is told")
  void wrongDay(String before) {
    onStore("ledger", "archive", "--before", before, "--out", folder + "/x")
        .assertOneLine(2, "--before is a day");
  }

  @Test
  @DisplayName("wrong usage and missing files say what to do")
  void wrongUsage() {
    Outcome.of("ledger").assertOneLine(2, "name verify or archive");
    onStore("ledger", "verify", "--heads", folder + "/none").assertOneLine(2, "--heads");
    onStore("ledger", "verify", "--public-key", folder + "/none").assertOneLine(2, "--public-key");
    onStore("ledger", "verify", "--public-key", config.toString()).assertOneLine(2, "PUBLIC KEY");
    Outcome.of("ledger", "verify", "--archive", folder + "/none").assertOneLine(2, "there is no");
    Outcome.of("ledger", "verify", "--help");
  }

  @Test
  @DisplayName("erase removes what an event carried, once, and says who and why")
  void eraseRemovesThePayload() {
    Outcome said = onStore("erase", "stripe", "evt_1", "--reason", "request 7", "--actor", "ann");

    assertThat(said.out()).as(said.err()).contains("evt_1 is now COMPLETE");
    EventKey key = new EventKey(Route.main("stripe"), "live", "evt_1");
    try (GuardStore store = open()) {
      assertThat(store.events().payload(key)).isEmpty();
      List<LedgerEntry> entries = store.ledger().entries(key);
      LedgerEntry newest = entries.get(entries.size() - 1);
      assertThat(List.of(newest.kind(), newest.actor(), newest.detail()))
          .containsExactly(DecisionKind.ERASED, "ann", "request 7");
    }
    onStore("erase", "stripe", "evt_1", "--reason", "again").assertOneLine(1, "payload is gone");
    onStore("replay", "stripe", "evt_1", "--reason", "x").assertOneLine(1, "payload is gone");
    assertThat(onStore("ledger", "verify").exitCode()).isZero();
  }
}
