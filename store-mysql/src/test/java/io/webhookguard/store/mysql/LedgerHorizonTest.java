package io.webhookguard.store.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.testsupport.stores.Fixture;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A page of the ledger ends before what may still appear, however it comes about (LG-3). */
final class LedgerHorizonTest {

  private final MysqlHarness harness = new MysqlHarness();
  private final TransactionalStore store = harness.store();

  private List<String> scanned() {
    return store.ledger().scan(0, 100).entries().stream()
        .map(LedgerEntry::subject)
        .map(Object::toString)
        .toList();
  }

  @Test
  void pageEndsBeforeATransactionThatIsUnderWay() throws SQLException {
    store.events().admit(List.of(Fixture.arrival("evt_1", "")));
    Attempt attempt = Fixture.claimOne(store);
    try (Connection user = harness.users().getConnection()) {
      user.setAutoCommit(false);
      store.transactions().settle(user, Fixture.complete(attempt));
      store.events().admit(List.of(Fixture.arrival("evt_2", "")));

      assertThat(scanned()).hasSize(2).allMatch(subject -> subject.contains("evt_1"));
      user.commit();
    }
    assertThat(scanned()).hasSize(4);
  }

  @Test
  void pageDoesNotEndAtATransactionThatIsGone() throws SQLException {
    store.events().admit(List.of(Fixture.arrival("evt_1", "")));
    Attempt attempt = Fixture.claimOne(store);
    try (Connection user = harness.users().getConnection()) {
      user.setAutoCommit(false);
      store.transactions().settle(user, Fixture.complete(attempt));
      user.rollback();
    }
    store.events().admit(List.of(Fixture.arrival("evt_2", "")));

    assertThat(scanned()).hasSize(3);
  }

  /** The moment between the number and its row cannot be stopped at, so that it is played. */
  @Test
  void numberWithoutARowIsTakenFromWhoWasGivenIt() throws SQLException {
    long given = numberWithoutARow();
    store.events().admit(List.of(Fixture.arrival("evt_1", "")));

    assertThat(scanned()).hasSize(1);
    try (Connection late = harness.users().getConnection();
        PreparedStatement insert =
            late.prepareStatement("insert into guard_serial (id) values (?)")) {
      insert.setLong(1, given);
      assertThatThrownBy(insert::executeUpdate)
          .as("the number was taken away")
          .matches(e -> MysqlFaults.isDuplicateKey((SQLException) e));
    }
  }

  private long numberWithoutARow() throws SQLException {
    try (Connection connection = harness.users().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("insert into guard_serial () values ()", Statement.RETURN_GENERATED_KEYS);
      try (ResultSet keys = statement.getGeneratedKeys()) {
        assertThat(keys.next()).isTrue();
        long number = keys.getLong(1);
        connection.rollback();
        return number;
      }
    }
  }
}
