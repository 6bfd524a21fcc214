package io.webhookguard.testsupport.stores.fence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.webhookguard.api.error.SupersededException;
import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.event.Response;
import io.webhookguard.store.sql.SqlDialect;
import io.webhookguard.store.sql.TablePrefix;
import io.webhookguard.store.sql.fence.FenceAnswer;
import io.webhookguard.store.sql.fence.InboxFence;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * An effect in a database of a handler's own happens once, whatever meets or breaks off.
 *
 * <p>A test class makes its site in a field, in an empty database.
 */
public interface FenceContract {

  /** The site of the running test; the same one on every call. */
  FenceSite site();

  /** Closes the site when its test is over. */
  @AfterEach
  default void closeSite() {
    site().close();
  }

  private FenceAnswer run(int generation, long token) throws SQLException {
    return site().runOnce(site().right(), "e1", generation, token);
  }

  /** In a transaction, or without one, that the test looks after. */
  private <X extends Exception> FenceAnswer once(Connection connection, InboxFence.Effect<X> effect)
      throws SQLException, X {
    return site().fence().once(connection, FenceSite.claim("e1", 1), 1, effect);
  }

  @Test
  @DisplayName("a second run is told what the first returned, and books nothing")
  default void aSecondRunIsToldWhatTheFirstReturned() throws SQLException {
    assertThat(run(1, 1)).isEqualTo(new FenceAnswer.First(FenceSite.response("run-1")));
    assertThat(run(1, 2)).isEqualTo(new FenceAnswer.AlreadyDone(FenceSite.response("run-1")));

    assertThat(site().bookings("e1")).containsExactly("run-1");
  }

  @Test
  @DisplayName("a store that counts its tokens anew makes nothing happen again")
  default void aSmallerTokenFindsItDoneToo() throws SQLException {
    run(1, 7);

    assertThat(run(1, 1)).isEqualTo(new FenceAnswer.AlreadyDone(FenceSite.response("run-7")));
    assertThat(site().bookings("e1")).containsExactly("run-7");
  }

  @Test
  @DisplayName("a replay runs once more, and a run of before it is refused")
  default void aReplayRunsOnceMoreAndRefusesWhatIsOlder() throws SQLException {
    run(1, 1);
    assertThat(run(2, 2)).isInstanceOf(FenceAnswer.First.class);
    FenceAnswer late = run(1, 1);

    assertThat(late).isEqualTo(new FenceAnswer.Superseded(2, new FencingToken(2)));
    assertThatThrownBy(late::responseOrThrow).isInstanceOf(SupersededException.class);
    assertThat(run(2, 3)).isEqualTo(new FenceAnswer.AlreadyDone(FenceSite.response("run-2")));
    assertThat(site().bookings("e1")).containsExactlyInAnyOrder("run-1", "run-2");
  }

  @Test
  @DisplayName("a rollback leaves neither effect nor fence")
  default void aRollbackLeavesNothing() throws SQLException {
    try (Connection connection = site().begin()) {
      once(connection, () -> FenceSite.book(connection, "e1", "run-1"));
      connection.rollback();
    }

    assertThat(site().fenceRows()).isZero();
    assertThat(run(1, 2)).isInstanceOf(FenceAnswer.First.class);
    assertThat(site().bookings("e1")).containsExactly("run-2");
  }

  @Test
  @DisplayName("an effect that failed is not done, though its transaction was committed")
  default void anEffectThatDidNotEndIsNotDone() throws SQLException {
    try (Connection connection = site().begin()) {
      assertThatThrownBy(
              () ->
                  once(
                      connection,
                      () -> {
                        throw new IllegalStateException("no effect");
                      }))
          .hasMessage("no effect");
      connection.commit();
    }

    assertThat(run(1, 2)).isInstanceOf(FenceAnswer.First.class);
    assertThat(site().bookings("e1")).containsExactly("run-2");
  }

  @Test
  @DisplayName("an effect that takes its own fence back is found out")
  default void anEffectThatRollsBackIsFoundOut() throws SQLException {
    try (Connection connection = site().begin()) {
      assertThatThrownBy(
              () ->
                  once(
                      connection,
                      () -> {
                        connection.rollback();
                        return FenceSite.book(connection, "e1", "run-1");
                      }))
          .isInstanceOf(IllegalStateException.class);
      connection.rollback();
    }
    assertThat(site().bookings("e1")).isEmpty();
  }

  @Test
  @DisplayName("steps and events have fences of their own, also twice in one transaction")
  default void stepsAreApart() throws SQLException {
    InboxFence fence = site().fence();
    try (Connection connection = site().begin()) {
      for (String step : List.of("book", "ship", "book")) {
        fence.once(
            connection,
            FenceSite.claim("e1", 1),
            1,
            step,
            () -> FenceSite.book(connection, "e1", step));
      }
      connection.commit();
    }
    assertThat(site().bookings("e1")).containsExactlyInAnyOrder("book", "ship");
    assertThat(run(1, 2)).isInstanceOf(FenceAnswer.First.class);
    assertThat(site().runOnce(site().right(), "e2", 1, 1)).isInstanceOf(FenceAnswer.First.class);
  }

  @Test
  @DisplayName("responses come back as they were; of a large body the digest")
  default void responsesComeBack() throws SQLException {
    List<Response> responses =
        List.of(
            Response.EMPTY,
            Response.of(250, "application/octet-stream", new byte[] {0, -1, '\'', '\\'}),
            Response.of(200, "text/plain", new byte[Response.MAX_BODY_BYTES]),
            Response.of(200, "text/plain", new byte[Response.MAX_BODY_BYTES + 1]));
    for (int i = 0; i < responses.size(); i++) {
      Response wanted = responses.get(i);
      for (int run = 0; run < 2; run++) {
        try (Connection connection = site().begin()) {
          FenceAnswer answer =
              site().fence().once(connection, FenceSite.claim("r" + i, 1), 1, () -> wanted);
          connection.commit();
          assertThat(answer.responseOrThrow()).isEqualTo(wanted);
        }
      }
    }
  }

  @Test
  @DisplayName("without a transaction there is no fence")
  default void autoCommitIsRefused() throws SQLException {
    try (Connection connection = site().connect()) {
      assertThatThrownBy(() -> once(connection, () -> Response.EMPTY))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("auto-commit");
    }
    assertThat(site().fenceRows()).isZero();
  }

  @Test
  @DisplayName("what is old is forgotten, so many rows at a time, and nothing else")
  default void whatIsOldIsForgotten() throws SQLException {
    for (int i = 0; i < 3; i++) {
      site().runOnce(site().right(), "e" + i, 1, 1);
    }
    try (Connection connection = site().connect()) {
      assertThat(site().fence().forget(connection, Duration.ofHours(1), 10)).isZero();
      await().until(() -> site().fence().forget(connection, Duration.ZERO, 2) == 2);
      assertThat(site().fenceRows()).isEqualTo(1);
      await().until(() -> site().fence().forget(connection, Duration.ZERO, 2) == 1);
    }
    assertThat(run(1, 2)).isInstanceOf(FenceAnswer.First.class);
  }

  @Test
  @DisplayName("several applications may have a fence each in one database")
  default void prefixesAreApart() throws SQLException {
    InboxFence other = InboxFence.in(site().dialect(), new TablePrefix("other_"));
    other.schema().forEach(site()::run);
    run(1, 1);

    assertThat(site().runOnce(other::once, "e1", 1, 1)).isInstanceOf(FenceAnswer.First.class);
    assertThat(site().bookings("e1")).hasSize(2);
  }

  @Test
  @DisplayName("a run that meets another waits for its end, and then finds it done")
  default void whoMeetsAnotherFindsItDone() throws Exception {
    for (int isolation : isolations()) {
      String event = "met-" + isolation;
      FenceAnswer second = new FenceTrials(site(), site().right()).meet(event, isolation);

      assertThat(second).isInstanceOf(FenceAnswer.AlreadyDone.class);
      assertThat(site().bookings(event)).hasSize(1);
    }
  }

  private int[] isolations() {
    return site().dialect() == SqlDialect.SQLITE
        ? new int[] {Connection.TRANSACTION_SERIALIZABLE}
        : new int[] {
          Connection.TRANSACTION_READ_COMMITTED,
          Connection.TRANSACTION_REPEATABLE_READ,
          Connection.TRANSACTION_SERIALIZABLE
        };
  }

  @Test
  @DisplayName("many runs that meet and break off book each event once")
  default void manyRunsThatBreakOffBookOnce() throws Exception {
    long seed = Long.getLong("guard.fence.seed", System.nanoTime());
    System.out.printf("Fence on %s: guard.fence.seed=%d%n", site().dialect(), seed);

    assertThat(new FenceTrials(site(), site().right()).torture(seed)).isEmpty();
  }

  @Test
  @DisplayName("the meeting catches a fence that looks and then inserts")
  default void lookingThenInsertingIsCaught() throws Exception {
    Assumptions.assumeTrue(
        site().dialect() != SqlDialect.SQLITE, "SQLite lets no two writers look at once");
    FenceSite.Fencing wrong = WrongFence.LOOKS_THEN_INSERTS.in(site());

    new FenceTrials(site(), wrong).meet("e1", Connection.TRANSACTION_READ_COMMITTED);

    assertThat(site().bookings("e1")).hasSize(2);
  }

  @Test
  @DisplayName("breaking off catches a fence whose row is committed before its effect")
  default void committingTheRowFirstIsCaught() throws Exception {
    FenceSite.Fencing wrong = WrongFence.COMMITS_THE_ROW_FIRST.in(site());

    assertThat(new FenceTrials(site(), wrong).torture(1)).isNotEmpty();
  }
}
