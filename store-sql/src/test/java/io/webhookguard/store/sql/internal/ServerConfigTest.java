package io.webhookguard.store.sql.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.error.ConfigurationException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ServerConfigTest {

  private static final ServerProduct PRODUCT = new ServerProduct("MySQL", "jdbc:mysql:");

  private final ServerConfig.Builder builder =
      ServerConfig.at(PRODUCT, "jdbc:mysql://db:3306/guard");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:mysql://db:3306/guard",
        "jdbc:mysql://me:s3cret@db:3306/guard",
        "jdbc:mysql://db:3306/guard?user=me&password=s3cret"
      })
  void placeNamesTheDatabaseAndNoSecret(String url) {
    assertThat(ServerConfig.at(PRODUCT, url).build().place()).isEqualTo("MySQL at //db:3306/guard");
  }

  @Test
  void urlOfAnotherProductIsRefusedWithoutBeingRepeated() {
    assertThatThrownBy(() -> ServerConfig.at(PRODUCT, "jdbc:other://me:s3cret@db/guard"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("begins with jdbc:mysql:")
        .hasMessageNotContaining("s3cret");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, ServerConfig.MAX_CONNECTIONS + 1})
  void connectionsHaveLimits(int wanted) {
    assertThatThrownBy(() -> builder.connections(wanted))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to " + ServerConfig.MAX_CONNECTIONS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0.099S", "PT5M0.001S"})
  void statementTimeoutHasLimits(Duration wanted) {
    assertThatThrownBy(() -> builder.statementTimeout(wanted))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("100 ms to");
  }

  @Test
  void limitsThemselvesAreAllowed() {
    builder.connections(ServerConfig.MAX_CONNECTIONS);
    builder.statementTimeout(ServerConfig.MAX_STATEMENT_TIMEOUT);
    ServerConfig config = builder.build();

    assertThat(config.connections()).isEqualTo(ServerConfig.MAX_CONNECTIONS);
    assertThat(config.statementTimeout()).isEqualTo(ServerConfig.MAX_STATEMENT_TIMEOUT);
  }

  @Test
  void missingPoolLibraryIsNamed() {
    assertThatThrownBy(
            () ->
                ServerConfig.withPools(
                    () -> {
                      throw new NoClassDefFoundError("com/zaxxer/hikari/HikariConfig");
                    }))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("needs com.zaxxer:HikariCP");
  }
}
