package io.webhookguard.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.status.StatusVerdict;
import io.webhookguard.store.sqlite.SqliteConfig;
import io.webhookguard.store.sqlite.SqliteStore;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PayInOrderTest {

  @TempDir Path folder;

  @Test
  void aPaymentThatSucceededNeverGoesBackToPending() throws Exception {
    ByteArrayOutputStream answers = new ByteArrayOutputStream();
    Path file = folder.resolve("guard.db");

    PayInOrder.run(
        file,
        List.of("processing", "succeeded", "created", "payment_failed"),
        new PrintStream(answers, true, StandardCharsets.UTF_8));

    assertThat(answers.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "processing: done, the payment is processing",
            "succeeded: done, the payment is succeeded",
            "created: too late, the payment is succeeded",
            "payment_failed: contradicts succeeded, the payment is succeeded");
    try (SqliteStore store = SqliteStore.open(SqliteConfig.at(file).build())) {
      Jdbi jdbi = Jdbi.create(store.userConnections());
      assertThat(PayInOrder.payByHand(jdbi, "pi_1", "by hand")).isEqualTo(new StatusVerdict.Same());
      assertThat(PayInOrder.payByHand(jdbi, "pi_2", "by hand"))
          .isEqualTo(new StatusVerdict.Apply());
      assertThat(PayInOrder.status(store, "pi_2")).isEqualTo("succeeded");
    }
  }
}
