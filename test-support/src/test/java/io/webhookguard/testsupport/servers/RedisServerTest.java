package io.webhookguard.testsupport.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class RedisServerTest {

  @Test
  void theSharedServerKeepsWhatItAnswersFor() {
    RedisServer server = RedisServer.shared();

    assertThat(server.setting("appendonly")).isEqualTo("yes");
    assertThat(server.setting("appendfsync")).isEqualTo("always");
    assertThat(server.setting("maxmemory-policy")).isEqualTo("noeviction");
    assertThat(server.version()).matches("\\d+\\.\\d+\\.\\d+");
  }

  @Test
  void anErrorOfTheServerIsAnException() {
    RedisServer server = RedisServer.shared();

    assertThatThrownBy(() -> server.ask("NOSUCHCOMMAND"))
        .isInstanceOf(IllegalStateException.class)
        .rootCause()
        .hasMessageContaining("unknown command");
  }
}
