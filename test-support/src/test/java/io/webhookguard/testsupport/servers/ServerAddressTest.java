package io.webhookguard.testsupport.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Properties;
import org.junit.jupiter.api.Test;

final class ServerAddressTest {

  @Test
  void aUrlOfTheEnvironmentNamesServerUserAndDatabase() {
    ServerAddress address =
        ServerAddress.ofUrl(
            ServerKind.POSTGRES,
            "jdbc:postgresql://db.example:5433/start?user=me&password=a%26b&ssl=false");

    assertThat(address)
        .isEqualTo(
            new ServerAddress(
                "the environment's GUARD_TEST_PG_URL", "db.example", 5433, "me", "a&b", "start"));
  }

  @Test
  void aUrlOfAnotherKindIsRefused() {
    assertThatThrownBy(() -> ServerAddress.ofUrl(ServerKind.POSTGRES, "jdbc:mysql://h:1/d"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has to start with jdbc:postgresql:");
  }

  @Test
  void aUrlWithoutAPortIsRefused() {
    assertThatThrownBy(() -> ServerAddress.ofUrl(ServerKind.POSTGRES, "jdbc:postgresql://h/d"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has to name a host and a port");
  }

  @Test
  void whatIsWrittenIsReadBack() {
    ServerAddress address = new ServerAddress("somewhere", "h", 5, "u", "p", "d");
    Properties properties = new Properties();

    address.write(properties);

    assertThat(ServerAddress.read(properties)).isEqualTo(address);
  }
}
