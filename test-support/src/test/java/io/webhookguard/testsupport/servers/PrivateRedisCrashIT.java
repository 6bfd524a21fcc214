package io.webhookguard.testsupport.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PrivateRedisCrashIT {

  @TempDir private Path folder;

  @Test
  void aKilledServerComesBackWithItsKeys() {
    try (PrivateServer<RedisServer> owned = RedisServer.startPrivate(folder)) {
      RedisServer server = owned.server();
      for (int i = 0; i < 100; i++) {
        assertThat(server.ask("SET", "key-" + i, "value")).containsExactly("OK");
      }

      owned.kill();
      assertThatThrownBy(() -> server.ask("PING")).isInstanceOf(IllegalStateException.class);
      owned.restart();

      assertThat(server.ask("DBSIZE")).containsExactly("100");
    }
  }

  @Test
  void aServerThatMayThrowThingsOutIsNotOneForTests() {
    try (PrivateServer<RedisServer> owned =
        RedisServer.startPrivate(folder, Map.of("maxmemory-policy", "allkeys-lru"))) {
      assertThatThrownBy(() -> owned.server().durableVersion())
          .hasMessage(
              "tests need maxmemory-policy=noeviction, it is allkeys-lru on the server from the"
                  + " bundled programs");
    }
  }
}
