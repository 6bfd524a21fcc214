package io.webhookguard.server.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.testsupport.servers.PrivateServer;
import io.webhookguard.testsupport.servers.RedisServer;
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
    Path config =
        Files.writeString(
            folder.resolve("guard.yaml"),
            """
            server: {port: 0, admin: {port: 0}}
            store: {url: "redis://%s:%d", user: guard, password: "%s"%s}
            sources:
              stripe:
                adapter: stripe
                secrets: [whsec_0123456789abcdef]
                forward: {url: "http://127.0.0.1:1/hooks"}
            """
                .formatted(server.host(), server.port(), PASSWORD, settings));
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
          .contains("Redis", "appendfsync = always", "minimum   DURABLE: reached");
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
}
