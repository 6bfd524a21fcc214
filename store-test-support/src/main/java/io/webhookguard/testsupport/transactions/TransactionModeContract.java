package io.webhookguard.testsupport.transactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.webhookguard.api.error.SupersededException;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.core.WebhookGuard;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.HandlerContext;
import io.webhookguard.core.handler.TransactionalHandler;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Effect, COMPLETE and ledger entry are one commit, seen from where handlers are written: with the
 * whole engine, on real threads, on the database of a real store. The store's own rules (TX) are
 * the kit's.
 *
 * <p>A test class makes its site in a field, on an empty database.
 */
public interface TransactionModeContract {

  /** The site of the running test; the same one on every call. */
  TransactionSite site();

  /** Closes the site when its test is over. */
  @AfterEach
  default void closeSite() {
    site().close();
  }

  @Test
  @DisplayName("a transactional handler's effect, response and COMPLETE are one commit")
  default void effectAndEndAreOneCommit() {
    Payments payments = Payments.anew(site().users());
    run("tx", ModeRuns.paying(), ModeRuns.unused());

    assertThat(payments.seen()).containsExactly("evt");
    assertThat(ModeRuns.response(store(), "evt")).isEqualTo("paid");
    assertThat(Shop.story(store(), "evt"))
        .containsExactly(DecisionKind.RECEIVED, DecisionKind.STARTED, DecisionKind.COMPLETED);
  }

  @Test
  @DisplayName("an attempt that throws leaves nothing, is not in doubt, and is followed by another")
  default void attemptThatThrowsLeavesNothing() {
    for (Exception failure : List.of(new IllegalStateException(), new SQLException("its own"))) {
      Payments payments = Payments.anew(site().users());
      String id = failure.getClass().getSimpleName();
      List<Boolean> doubts = Collections.synchronizedList(new ArrayList<>());
      runTransactional(
          id,
          (context, connection) -> {
            doubts.add(context.inDoubt());
            Payments.pay(connection, context.key().eventId());
            if (context.attempt() == 1) {
              throw failure;
            }
            return Response.EMPTY;
          });

      assertThat(payments.seen()).as(id).containsExactly(id);
      assertThat(doubts).as(id).containsExactly(false, false);
      assertThat(Shop.story(store(), id)).as(id).containsOnlyOnce(DecisionKind.COMPLETED);
    }
  }

  @Test
  @DisplayName("after an SQLException that the handler hides, the transaction can only roll back")
  default void hiddenExceptionRollsBack() {
    Payments payments = Payments.anew(site().users());
    runTransactional(
        "evt",
        (context, connection) -> {
          Payments.pay(connection, "evt");
          if (context.attempt() == 1) {
            assertThat(catchThrowable(() -> Payments.payNobody(connection)))
                .isInstanceOf(SQLException.class);
          }
          return Response.EMPTY;
        });

    assertThat(payments.seen()).containsExactly("evt");
    assertThat(Shop.story(store(), "evt")).contains(DecisionKind.RETRY_SCHEDULED);
  }

  @Test
  @DisplayName("an SQLException inside a savepoint is made good by rolling back to it")
  default void exceptionInsideASavepointIsMadeGood() {
    Payments payments = Payments.anew(site().users());
    runTransactional(
        "evt",
        (context, connection) -> {
          Payments.pay(connection, "evt");
          Savepoint savepoint = connection.setSavepoint();
          assertThat(catchThrowable(() -> Payments.payNobody(connection)))
              .isInstanceOf(SQLException.class);
          connection.rollback(savepoint);
          return Response.EMPTY;
        });

    assertThat(payments.seen()).containsExactly("evt");
    assertThat(Shop.story(store(), "evt")).doesNotContain(DecisionKind.RETRY_SCHEDULED);
  }

  @Test
  @DisplayName("a transactional handler's connection does not end the transaction")
  default void handlersConnectionDoesNotEndTheTransaction() {
    Payments payments = Payments.anew(site().users());
    List<Throwable> refusals = Collections.synchronizedList(new ArrayList<>());
    runTransactional(
        "evt",
        (context, connection) -> {
          Payments.pay(connection, "evt");
          refusals.add(catchThrowable(connection::commit));
          refusals.add(catchThrowable(connection::rollback));
          refusals.add(catchThrowable(connection::close));
          refusals.add(catchThrowable(() -> connection.setAutoCommit(true)));
          if (context.attempt() == 1) {
            throw new IllegalStateException("undo");
          }
          return Response.EMPTY;
        });

    assertThat(refusals).hasSize(8).hasOnlyElementsOfType(SQLException.class);
    assertThat(payments.seen()).containsExactly("evt");
  }

  @Test
  @DisplayName("a commit that happened and whose reply was lost is not repeated")
  default void lostReplyIsNotRepeated() {
    Payments payments = Payments.anew(site().users());
    List<Integer> attempts = losing(true);

    assertThat(attempts).containsExactly(1);
    assertThat(payments.seen()).containsExactly("evt");
    assertThat(Shop.story(store(), "evt"))
        .containsExactly(DecisionKind.RECEIVED, DecisionKind.STARTED, DecisionKind.COMPLETED);
  }

  @Test
  @DisplayName("a commit that did not happen and whose reply was lost is made by another attempt")
  default void lostCommitIsMadeGood() {
    Payments payments = Payments.anew(site().users());
    List<Integer> attempts = losing(false);

    assertThat(attempts).containsExactly(1, 2);
    assertThat(payments.seen()).containsExactly("evt");
    assertThat(Shop.story(store(), "evt")).doesNotContain(DecisionKind.IN_DOUBT);
  }

  /** Loses the reply to the first commit and tells which attempts ran. */
  private List<Integer> losing(boolean commits) {
    List<Integer> attempts = Collections.synchronizedList(new ArrayList<>());
    Shop.admit(store(), "tx", "evt", Lane.NONE);
    runUntilComplete(
        LosingReplies.of(store(), commits),
        List.of("evt"),
        (context, connection) -> {
          attempts.add(context.attempt());
          Payments.pay(connection, "evt");
          return Response.EMPTY;
        },
        ModeRuns.unused());
    return attempts;
  }

  @Test
  @DisplayName("transactional handlers of one lane run one after another, in order")
  default void laneRunsInOrder() {
    Payments payments = Payments.anew(site().users());
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    List<String> ids = IntStream.range(100, 120).mapToObj(i -> "evt" + i).toList();
    ids.forEach(id -> Shop.admit(store(), "tx", id, Lane.of("customer")));
    runUntilComplete(
        ids,
        (context, connection) -> {
          Payments.pay(connection, context.key().eventId());
          order.add(context.key().eventId());
          return Response.EMPTY;
        },
        ModeRuns.unused());

    assertThat(order).isEqualTo(ids);
    assertThat(payments.seen()).isEqualTo(ids);
  }

  @Test
  @DisplayName("an event that a handler completes in its own transaction is complete by its commit")
  default void ownTransactionCompletes() {
    Payments payments = Payments.anew(site().users());
    runOwn("evt", (context, connection) -> connection.commit());

    assertThat(payments.seen()).containsExactly("evt");
    assertThat(ModeRuns.response(store(), "evt")).isEqualTo("paid");
    assertThat(Shop.story(store(), "evt"))
        .containsExactly(DecisionKind.RECEIVED, DecisionKind.STARTED, DecisionKind.COMPLETED);
  }

  @Test
  @DisplayName("a handler that rolls its own transaction back and returns is run again")
  default void ownRollbackIsRunAgain() {
    Payments payments = Payments.anew(site().users());
    runOwn(
        "evt",
        (context, connection) -> {
          if (context.attempt() == 1) {
            connection.rollback();
          } else {
            connection.commit();
          }
        });

    assertThat(payments.seen()).containsExactly("evt");
    assertThat(Shop.story(store(), "evt")).contains(DecisionKind.RETRY_SCHEDULED);
  }

  @Test
  @DisplayName("a handler that fails after its own commit has completed the event, once")
  default void failureAfterOwnCommitChangesNothing() {
    Payments payments = Payments.anew(site().users());
    runOwn(
        "evt",
        (context, connection) -> {
          connection.commit();
          throw new IllegalStateException("afterwards");
        });

    assertThat(payments.seen()).containsExactly("evt");
    assertThat(Shop.story(store(), "evt")).doesNotContain(DecisionKind.RETRY_SCHEDULED);
  }

  @Test
  @DisplayName("a handler whose claim is over is told so, and its own transaction has no effect")
  default void claimThatIsOverHasNoEffect() {
    Payments payments = Payments.anew(site().users());
    List<Throwable> thrown = Collections.synchronizedList(new ArrayList<>());
    Handler late =
        context -> {
          if (thrown.isEmpty()) {
            Problem stolen = Problem.of("stolen");
            store()
                .events()
                .settle(List.of(new Settlement.Release(context.claim(), Duration.ZERO, stolen)));
          }
          try (Connection connection = ModeRuns.begin(site())) {
            Payments.pay(connection, "evt");
            Throwable refusal =
                catchThrowable(() -> context.completeIn(connection, Response.EMPTY));
            if (refusal != null) {
              thrown.add(refusal);
            }
            thrown.add(catchThrowable(connection::commit));
          }
          return Response.EMPTY;
        };

    run("own", ModeRuns.paying(), late);

    assertThat(thrown.get(0)).isInstanceOf(SupersededException.class);
    assertThat(payments.seen()).containsExactly("evt");
    assertThat(Shop.story(store(), "evt"))
        .containsSubsequence(
            DecisionKind.STARTED,
            DecisionKind.RELEASED,
            DecisionKind.STARTED,
            DecisionKind.COMPLETED)
        .containsOnlyOnce(DecisionKind.COMPLETED);
  }

  /** What a handler does when its effect is written and the event completed, before the end. */
  @FunctionalInterface
  interface Rest {
    void goOn(HandlerContext context, Connection connection) throws SQLException;
  }

  private TransactionalStore store() {
    return site().store();
  }

  private void runTransactional(String id, TransactionalHandler handler) {
    Shop.admit(store(), "tx", id, Lane.NONE);
    runUntilComplete(List.of(id), handler, ModeRuns.unused());
  }

  private void runOwn(String id, Rest rest) {
    Handler handler =
        context -> {
          try (Connection connection = ModeRuns.begin(site())) {
            Payments.pay(connection, context.key().eventId());
            context.completeIn(connection, ModeRuns.PAID);
            rest.goOn(context, connection);
          }
          return Response.EMPTY;
        };
    Shop.admit(store(), "own", id, Lane.NONE);
    runUntilComplete(List.of(id), ModeRuns.paying(), handler);
  }

  private void run(String type, TransactionalHandler transactional, Handler own) {
    Shop.admit(store(), type, "evt", Lane.NONE);
    runUntilComplete(List.of("evt"), transactional, own);
  }

  private void runUntilComplete(List<String> ids, TransactionalHandler transactional, Handler own) {
    runUntilComplete(store(), ids, transactional, own);
  }

  private static void runUntilComplete(
      TransactionalStore store, List<String> ids, TransactionalHandler transactional, Handler own) {
    try (WebhookGuard guard = Shop.guard(store, transactional, own)) {
      guard.start();
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .pollInterval(Duration.ofMillis(10))
          .until(() -> Shop.in(store, EventState.COMPLETE).containsAll(ids));
    }
  }
}
