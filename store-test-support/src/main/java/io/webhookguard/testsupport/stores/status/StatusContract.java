package io.webhookguard.testsupport.stores.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.status.StatusOverride;
import io.webhookguard.api.status.StatusVerdict;
import io.webhookguard.api.status.UnknownStatusException;
import io.webhookguard.api.store.Intervention.Authority;
import io.webhookguard.store.sql.SqlDialect;
import io.webhookguard.store.sql.status.StatusTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * A state in a user's table never goes back, whoever writes at the same time.
 *
 * <p>A test class makes its site in a field, in an empty database.
 */
public interface StatusContract {

  /** The site of the running test; the same one on every call. */
  StatusSite site();

  /** Closes the site when its test is over. */
  @AfterEach
  default void closeSite() {
    site().close();
  }

  @Test
  @DisplayName("the first news makes the row, later news go on, and old news change nothing")
  default void answersWhatTheMachineSays() throws SQLException {
    assertThat(site().apply("o1", "paid")).isEqualTo(new StatusVerdict.Apply());
    assertThat(site().apply("o1", "paid")).isEqualTo(new StatusVerdict.Same());
    assertThat(site().apply("o1", "sent")).isEqualTo(new StatusVerdict.Apply());
    assertThat(site().apply("o1", "open")).isEqualTo(new StatusVerdict.Stale("sent", false));
    assertThat(site().apply("o1", "gone")).isEqualTo(new StatusVerdict.Stale("sent", true));
    assertThat(site().apply("o1", "lost")).isEqualTo(new StatusVerdict.Apply());
    assertThat(site().apply("o1", "delivered")).isEqualTo(new StatusVerdict.Terminal("lost"));
    assertThat(site().apply("o1", "lost")).isEqualTo(new StatusVerdict.Same());
    assertThat(site().status("o1")).containsExactly("lost");
    assertThat(site().apply("o2", "open")).isEqualTo(new StatusVerdict.Apply());
    assertThat(site().status("o1")).containsExactly("lost");
  }

  @Test
  @DisplayName("other columns are written with the state, or not at all")
  default void otherColumnsGoWithTheState() throws SQLException {
    site().apply("o1", "paid", "first");
    assertThat(site().note("o1")).containsExactly("first");
    site().apply("o1", "open", "late");
    assertThat(site().note("o1")).containsExactly("first");
    site().apply("o1", "sent", "second");
    assertThat(site().note("o1")).containsExactly("second");
    try (Connection connection = site().connect()) {
      StatusTable existing = site().table().withoutInserts();
      existing.apply(connection, "o1", "delivered", Collections.singletonMap("note", null));
    }
    assertThat(site().note("o1")).containsExactly((String) null);
  }

  @Test
  @DisplayName("in a transaction it is done with the commit, and on a handle of Jdbi's as well")
  default void goesWithTheTransaction() throws SQLException {
    try (Connection connection = site().connect()) {
      connection.setAutoCommit(false);
      assertThat(site().table().apply(connection, "o1", "sent"))
          .isEqualTo(new StatusVerdict.Apply());
      connection.rollback();
    }
    assertThat(site().status("o1")).isEmpty();

    Jdbi.create(() -> site().connect())
        .useTransaction(
            handle -> {
              assertThat(site().table().apply(handle, "o1", "sent", Map.of()))
                  .isEqualTo(new StatusVerdict.Apply());
              assertThat(site().table().apply(handle, "o1", "paid", Map.of()))
                  .isEqualTo(new StatusVerdict.Stale("sent", false));
            });
    assertThat(site().status("o1")).containsExactly("sent");
  }

  @Test
  @DisplayName("a state that is not the machine's is named, proposed or found")
  default void unknownStatesAreNamed() throws SQLException {
    assertThatThrownBy(() -> site().apply("o1", "refunded"))
        .isInstanceOf(UnknownStatusException.class);
    assertThat(site().status("o1")).isEmpty();
    site().apply("o1", "open");
    String table = site().dialect() == SqlDialect.POSTGRES ? "\"order\"" : "`order`";
    site().run("update " + table + " set status = 'Paid'");

    assertThatThrownBy(() -> site().apply("o1", "sent"))
        .isInstanceOf(UnknownStatusException.class)
        .hasMessageContaining("\"Paid\"");
    assertThat(site().status("o1")).containsExactly("Paid");
  }

  @Test
  @DisplayName("without inserts a row that is not there is an error")
  default void withoutInsertsTheRowMustBeThere() throws SQLException {
    StatusTable existing = site().table().withoutInserts();
    try (Connection connection = site().connect()) {
      assertThatThrownBy(() -> existing.apply(connection, "o1", "open"))
          .isInstanceOf(NoSuchElementException.class);
      assertThat(site().status("o1")).isEmpty();
      site().apply("o1", "open");
      assertThat(existing.apply(connection, "o1", "paid")).isEqualTo(new StatusVerdict.Apply());
      assertThat(existing.apply(connection, "o1", "open"))
          .isEqualTo(new StatusVerdict.Stale("paid", false));
    }
  }

  @Test
  @DisplayName("a person's decision is written if the state that the person saw is still there")
  default void overridesWhatThePersonSaw() throws SQLException {
    StatusOverride decided =
        StatusSite.ORDER.override("o1", "lost", "sent", new Authority("ops", "it was found"));
    site().apply("o1", "lost");
    try (Connection connection = site().connect()) {
      StatusTable table = site().table();
      assertThat(table.override(connection, "o1", decided)).isEqualTo(new StatusVerdict.Apply());
      assertThat(site().status("o1")).containsExactly("sent");
      assertThat(table.override(connection, "o1", decided)).isEqualTo(new StatusVerdict.Same());
      site().apply("o1", "delivered");
      assertThat(table.override(connection, "o1", decided))
          .isEqualTo(new StatusVerdict.Stale("delivered", false));
      assertThat(site().status("o1")).containsExactly("delivered");
      assertThatThrownBy(() -> table.override(connection, "o2", decided))
          .isInstanceOf(NoSuchElementException.class);
    }
  }

  @Test
  @DisplayName("names that are not names are refused")
  default void namesAreChecked() {
    for (String name : List.of("", "Order", "order;", "o\"", "o`", "1o", "a".repeat(32), "o.r")) {
      assertThatThrownBy(
              () -> StatusTable.of(StatusSite.ORDER, site().dialect(), name, "id", "status"))
          .as(name)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(
            () -> StatusTable.of(StatusSite.ORDER, site().dialect(), "order", "status", "status"))
        .isInstanceOf(IllegalArgumentException.class);
    for (String column : List.of("Note", "status", "id")) {
      assertThatThrownBy(
              () -> site().table().apply(site().connect(), "o1", "open", Map.of(column, "x")))
          .as(column)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  @DisplayName("many writers with shuffled news end in the latest state, and nothing goes back")
  default void manyWritersNeverGoBack() throws Exception {
    long seed = Long.getLong("guard.status.seed", System.nanoTime());
    System.out.printf("Status on %s: guard.status.seed=%d%n", site().dialect(), seed);
    for (int isolation : isolations()) {
      site().run("delete from history");
      String table = site().dialect() == SqlDialect.POSTGRES ? "\"order\"" : "`order`";
      site().run("delete from " + table);

      assertThat(new StatusTrials(site(), site().right()).shuffle(seed, isolation)).isEmpty();
    }
  }

  private int[] isolations() {
    return site().dialect() == SqlDialect.SQLITE
        ? new int[] {Connection.TRANSACTION_SERIALIZABLE}
        : new int[] {Connection.TRANSACTION_READ_COMMITTED, Connection.TRANSACTION_REPEATABLE_READ};
  }

  @Test
  @DisplayName("writing what was judged before lets a state go back")
  default void lookingThenWritingGoesBack() throws Exception {
    assertThat(new StatusTrials(site(), site().right()).meet()).containsExactly("paid");
  }
}
