package io.webhookguard.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.webhookguard.api.store.GuardStore;
import io.webhookguard.core.ledger.LedgerVerdict;
import io.webhookguard.core.ledger.LedgerVerification;
import io.webhookguard.server.config.InvalidConfigException;
import io.webhookguard.server.ledger.FileAnchor;
import io.webhookguard.store.sqlite.SqliteConfig;
import io.webhookguard.store.sqlite.SqliteStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedGatewayTest {

  @TempDir private Path folder;

  private Path config(Path key) throws Exception {
    return Files.writeString(
        folder.resolve("guard.yaml"),
        "server: {port: 0, admin: {port: 0}, drain: 1s}\n"
            + "store: {url: \"sqlite:"
            + folder.resolve("guard.db")
            + "\"}\nledger: {signing-key: \""
            + key
            + "\", anchor: \""
            + folder.resolve("heads.txt")
            + "\"}\nsources:\n  stripe:\n    adapter: stripe\n    secrets: ["
            + SignedRequest.SECRET
            + "]\n    forward: {url: \"http://127.0.0.1:1/\"}\n");
  }

  @Test
  @DisplayName("a gateway signs what it seals, and leaves each head in its anchor")
  void gatewaySealsAndAnchors() throws Exception {
    KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    Path key =
        Files.writeString(
            folder.resolve("key.pem"),
            "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n");
    FileAnchor heads = new FileAnchor(folder.resolve("heads.txt"));
    try (TestGateway gateway = TestGateway.start(config(key), Map.of())) {
      gateway.send(
          SignedRequest.of(
              "stripe", "{\"id\":\"evt_1\",\"object\":\"event\",\"type\":\"a.b\",\"created\":1}"));
      await("a head").atMost(Duration.ofSeconds(30)).until(() -> heads.newest() > 0);
    }

    try (GuardStore store = SqliteStore.open(SqliteConfig.at(folder.resolve("guard.db")).build())) {
      LedgerVerdict verdict =
          LedgerVerification.plain()
              .signedBy(keys.getPublic())
              .knowing(FileAnchor.heads(folder.resolve("heads.txt")))
              .verify(store);
      assertThat(verdict)
          .isInstanceOfSatisfying(
              LedgerVerdict.Intact.class, intact -> assertThat(intact.entries()).isPositive());
    }
  }

  @Test
  @DisplayName("a signing key that is none ends the start with a line that does not show it")
  void wrongKeyEndsTheStart() throws Exception {
    Path none = Files.writeString(folder.resolve("key.pem"), "hush hush");

    assertThatThrownBy(() -> TestGateway.start(config(none), Map.of()))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("ledger.signing-key")
        .hasMessageNotContaining("hush");
    assertThatThrownBy(() -> TestGateway.start(config(folder.resolve("gone.pem")), Map.of()))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("ledger.signing-key cannot be read");
  }
}
