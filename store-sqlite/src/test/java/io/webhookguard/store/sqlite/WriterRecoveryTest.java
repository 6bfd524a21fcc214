package io.webhookguard.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.testsupport.stores.Fixture;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One bad moment of the writer's connection must not end all writing. */
final class WriterRecoveryTest {

  @TempDir Path folder;

  private final Arrival arrival = Fixture.arrival("evt_1", "");

  @Test
  void connectionThatDiedIsReplaced() throws SQLException {
    Deque<Connection> opened = new ArrayDeque<>();
    try (SqliteStore store =
        SqliteStore.open(
            SqliteConfig.at(folder.resolve("guard.db")).build(),
            file -> {
              opened.addLast(file.openWriter());
              return opened.getLast();
            })) {
      store.events().admit(List.of(Fixture.arrival("evt_0", "")));
      opened.getLast().close();

      assertThatThrownBy(() -> store.events().admit(List.of(arrival)))
          .isInstanceOf(StoreUnavailableException.class);
      assertThat(store.events().admit(List.of(arrival))).containsExactly(new Admission.Queued());
      assertThat(opened).hasSize(2);
    }
  }

  @Test
  void errorRightBehindTheBeginLeavesNoTransactionOpen() {
    Deque<Error> next = new ArrayDeque<>();
    try (SqliteStore store =
        SqliteStore.open(
            SqliteConfig.at(folder.resolve("guard.db"))
                .clock(
                    () -> {
                      if (!next.isEmpty()) {
                        throw next.removeFirst();
                      }
                      return Instant.EPOCH;
                    })
                .build())) {
      next.add(new StackOverflowError());

      assertThatThrownBy(() -> store.events().admit(List.of(arrival)))
          .isInstanceOf(StackOverflowError.class);
      assertThat(store.events().admit(List.of(arrival))).containsExactly(new Admission.Queued());
    }
  }
}
