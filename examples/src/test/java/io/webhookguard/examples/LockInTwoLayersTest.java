package io.webhookguard.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.store.postgres.PostgresConfig;
import io.webhookguard.store.redis.RedisConfig;
import io.webhookguard.testsupport.network.Ports;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.PostgresServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LockInTwoLayersTest {

  @Test
  void theReportIsWrittenAlsoWhileRedisIsAway() throws Exception {
    try (Database database = PostgresServer.shared().freshDatabase()) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ReportUnderLock.createTable(database.dataSource());

      LockInTwoLayers.run(
          PostgresConfig.on(database.dataSource()).build(),
          RedisConfig.at("redis://127.0.0.1:" + Ports.free()).build(),
          database.dataSource(),
          new PrintStream(bytes, true, StandardCharsets.UTF_8));

      assertThat(bytes.toString(StandardCharsets.UTF_8)).startsWith("done under token ");
      assertThat(database.ask("select body from report")).isEqualTo("all is well");
    }
  }
}
