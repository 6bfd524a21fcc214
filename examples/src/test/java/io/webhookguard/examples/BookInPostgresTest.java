package io.webhookguard.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.PostgresServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BookInPostgresTest {

  @Test
  void threeDeliveriesAreBookedOnceAndAllAnswered() throws Exception {
    try (Database database = PostgresServer.shared().freshDatabase()) {
      ByteArrayOutputStream answers = new ByteArrayOutputStream();
      BookInPostgres.createBooks(database.dataSource());

      BookInPostgres.run(
          database.dataSource(),
          ChargeOnce.delivery(),
          3,
          new PrintStream(answers, true, StandardCharsets.UTF_8));

      assertThat(database.ask("select count(*) from booking")).isEqualTo("1");
      assertThat(answers.toString(StandardCharsets.UTF_8).lines())
          .containsExactly("answered 200", "answered 200", "answered 200");
    }
  }
}
