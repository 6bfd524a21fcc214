package io.webhookguard.store.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.testsupport.stores.Fixture;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A transaction that the server ended in passing is not taken for the one that the guard began.
 *
 * <p>The handler does it through procedures, because what it says itself is looked at.
 */
final class MarkerTest {

  private final MysqlHarness harness = new MysqlHarness();
  private final TransactionalStore store = harness.store();
  private Attempt attempt;

  @BeforeEach
  void claimOne() throws SQLException {
    run("drop procedure if exists ends_it", "drop table if exists paid");
    run("create table paid (name varchar(64) not null primary key)");
    store.events().admit(List.of(Fixture.arrival("evt_1", "cus_1")));
    attempt = Fixture.claimOne(store);
  }

  @AfterEach
  void close() {
    harness.close();
  }

  private void run(String... statements) throws SQLException {
    try (Connection connection = harness.users().getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Test
  void silentRollbackLeavesNothingAndIsTold() throws SQLException {
    run("create procedure ends_it() rollback");

    assertThatThrownBy(this::payAroundTheEnd)
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("nothing of it is left");
    assertThat(paid()).isEqualTo("0");
    assertThat(state()).isEqualTo(EventState.PROCESSING);
  }

  @Test
  void commitInPassingIsTold() throws SQLException {
    run("create procedure ends_it() commit");

    assertThatThrownBy(this::payAroundTheEnd)
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining("its event is not settled");
    assertThat(paid()).as("what was written before").isEqualTo("1");
    assertThat(state()).isEqualTo(EventState.PROCESSING);
  }

  @Test
  void commitByDdlInPassingIsTold() throws SQLException {
    run("create procedure ends_it() create table if not exists paid_too (id int)");

    assertThatThrownBy(this::payAroundTheEnd).isInstanceOf(OutcomeUnknownException.class);
    assertThat(state()).isEqualTo(EventState.PROCESSING);
  }

  @Test
  void ddlByTheHandlerItselfIsRefused() {
    assertThatThrownBy(
            () ->
                store
                    .transactions()
                    .inTransaction(
                        attempt.claim(),
                        connection -> {
                          try (Statement statement = connection.createStatement()) {
                            statement.execute("create table of_the_handler (id int)");
                          }
                          return Fixture.complete(attempt);
                        }))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("must not call create");
    assertThat(state()).isEqualTo(EventState.PROCESSING);
  }

  @Test
  void transactionThatNobodyEndedCommits() throws SQLException {
    store
        .transactions()
        .inTransaction(
            attempt.claim(),
            connection -> {
              pay(connection, "evt_1");
              return Fixture.complete(attempt);
            });

    assertThat(paid()).isEqualTo("1");
    assertThat(state()).isEqualTo(EventState.COMPLETE);
  }

  private void payAroundTheEnd() throws SQLException {
    store
        .transactions()
        .inTransaction(
            attempt.claim(),
            connection -> {
              pay(connection, "before");
              try (Statement statement = connection.createStatement()) {
                statement.execute("call ends_it()");
              }
              pay(connection, "after");
              return Fixture.complete(attempt);
            });
  }

  private static void pay(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("insert into paid (name) values ('" + name + "')");
    }
  }

  private static String paid() {
    return TestDatabase.get().database().ask("select count(*) from paid");
  }

  private EventState state() {
    return store.events().find(Fixture.key("evt_1")).orElseThrow().state();
  }
}
