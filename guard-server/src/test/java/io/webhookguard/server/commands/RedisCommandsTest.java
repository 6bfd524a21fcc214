package io.webhookguard.server.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.testsupport.network.Ports;
import io.webhookguard.testsupport.servers.PrivateServer;
import io.webhookguard.testsupport.servers.RedisServer;
import io.webhookguard.testsupport.servers.TestCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on a real Redis server. */
final class RedisCommandsTest {

  private static final String PASSWORD = "not-in-any-message-1";

  @TempDir private Path folder;

  private Outcome run(RedisServer server, String settings, String... arguments) throws Exception {
    return run("redis://" + server.host() + ":" + server.port(), settings, arguments);
  }

  private Outcome run(String url, String settings, String... arguments) throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("guard.yaml"),
            """
            server: {port: 0, admin: {port: 0}}
            store: {url: "%s", user: guard, password: "%s"%s}
            sources:
              stripe:
                adapter: stripe
                secrets: [whsec_0123456789abcdef]
                forward: {url: "http://127.0.0.1:1/hooks"}
            """
                .formatted(url, PASSWORD, settings));
    Outcome outcome = Outcome.with(config, arguments);
    assertThat(outcome.out() + outcome.err()).doesNotContain(PASSWORD);
    return outcome;
  }

  private PrivateServer<RedisServer> start(Map<String, String> options) {
    PrivateServer<RedisServer> server = RedisServer.startPrivate(folder.resolve("server"), options);
    server.server().ask("ACL", "SETUSER", "guard", "on", ">" + PASSWORD, "~guard:*", "+@all");
    return server;
  }

  @Test
  @DisplayName("a store is made, looked at and judged like any other")
  void commands() throws Exception {
    try (PrivateServer<RedisServer> started = start(Map.of())) {
      RedisServer server = started.server();
      Outcome missing = run(server, "", "events");
      assertThat(missing.exitCode()).isEqualTo(1);
      assertThat(missing.err()).contains("run migrate");

      assertThat(run(server, "", "migrate"))
          .isEqualTo(new Outcome(0, "the schema was created, version 1\n", ""));
      assertThat(run(server, "", "migrate"))
          .isEqualTo(new Outcome(0, "the schema is up to date, version 1\n", ""));
      assertThat(run(server, "", "events").exitCode()).isZero();
      Outcome doctor = run(server, "", "doctor");
      assertThat(doctor.exitCode()).as(doctor.err()).isZero();
      assertThat(doctor.out())
          .contains("Redis", "appendfsync = always", "minimum   DURABLE: reached")
          .contains("WEAK      aof-load-truncated = yes: half a script");
      assertThat(run(server, ", minimum: DURABLE_HA", "doctor").exitCode()).isEqualTo(1);
      assertThat(run(server, "", "migrate", "--print").out()).isBlank();
    }
  }

  @Test
  @DisplayName("a server that keeps nothing is refused, unless that is accepted by name")
  void keepsNothing() throws Exception {
    try (PrivateServer<RedisServer> started = start(Map.of("appendonly", "no"))) {
      Outcome refused = run(started.server(), "", "migrate");
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.err()).contains("appendonly");
      assertThat(run(started.server(), ", minimum: VOLATILE", "migrate").exitCode()).isZero();
    }
  }

  @Test
  @DisplayName("a server is reached by TLS, with the authority that the URL names")
  void tls() throws Exception {
    TestCertificate certificate = TestCertificate.forHost("localhost", folder.resolve("own"));
    int port = Ports.free();
    try (PrivateServer<RedisServer> started = start(certificate.ofRedis(port))) {
      String url = "rediss://localhost:" + port;
      Outcome refused = run(url, "", "migrate");
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.err()).contains("its certificate is not trusted");
      Outcome migrated = run(url + "?ca=" + certificate.certificate(), "", "migrate");
      assertThat(migrated).isEqualTo(new Outcome(0, "the schema was created, version 1\n", ""));
      // It is the same server that speaks without TLS on its other port.
      assertThat(run(started.server(), "", "migrate").out()).contains("up to date");
    }
  }
}
