package io.webhookguard.torture.mutants;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.api.store.TransactionalEventStore.Body;
import io.webhookguard.torture.worker.PortCall;
import io.webhookguard.torture.worker.WrappedStore;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Guards that treat the transaction of an effect wrongly. */
final class WrongTransactions {

  private WrongTransactions() {}

  /** What happens to a transaction of the guard's. */
  @FunctionalInterface
  private interface Wrong {
    @Nullable Object inTransaction(PortCall call, Body body, Node node) throws Throwable;
  }

  private static GuardStore around(GuardStore store, Node node, Wrong wrong) {
    return WrappedStore.of(
        store,
        PortCall::passOn,
        call ->
            call.name().equals("inTransaction")
                ? wrong.inTransaction(call, (Body) call.argument(1), node)
                : call.passOn());
  }

  private static Settlement apart(Body body, Node node) throws SQLException {
    try (Connection connection = node.opened().connections().open()) {
      connection.setAutoCommit(false);
      Settlement settlement = body.run(connection);
      connection.commit();
      connection.setAutoCommit(true);
      return settlement;
    }
  }

  private static @Nullable Object settle(PortCall call, Settlement settlement) throws Throwable {
    Body alone = connection -> settlement;
    return call.passOnWith(1, alone);
  }

  /** The effect is one transaction, COMPLETE the next. */
  static GuardStore split(GuardStore store, Node node) {
    return around(store, node, (call, body, self) -> settle(call, apart(body, self)));
  }

  /** COMPLETE is committed before the effect. */
  static GuardStore doneFirst(GuardStore store, Node node) {
    return around(
        store,
        node,
        (call, body, self) -> {
          Object answer =
              settle(call, new Settlement.Complete((Claim) call.argument(0), Response.EMPTY));
          apart(body, self);
          return answer;
        });
  }

  /** Whose claim is over commits its effect all the same: only COMPLETE is kept from it. */
  static GuardStore unfenced(GuardStore store, Node node) {
    return WrappedStore.of(
        store,
        PortCall::passOn,
        call ->
            call.name().equals("settle") && isOver(node, ((Settlement) call.argument(1)).claim())
                ? null
                : call.passOn());
  }

  private static boolean isOver(Node node, Claim claim) {
    return node.opened()
        .store()
        .events()
        .find(claim.key())
        .map(event -> event.newestToken() != claim.token().value())
        .orElse(true);
  }

  /** A commit without a reply is taken for one that failed, and the effect written again. */
  static GuardStore unknownIsFailure(GuardStore store, Node node) {
    return around(
        store,
        node,
        (call, body, self) -> {
          try {
            return call.passOn();
          } catch (OutcomeUnknownException e) {
            apart(body, self);
            return null;
          }
        });
  }
}
