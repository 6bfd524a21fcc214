package io.webhookguard.store.sqlite;

import io.webhookguard.api.error.SupersededException;
import io.webhookguard.api.store.Capability;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.SettleAnswer;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.api.store.TransactionalEventStore;
import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.store.sql.internal.GuardedConnection;
import io.webhookguard.store.sql.internal.HandlerRun;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** What can be wrong with settlement in the transaction of the effect. */
final class WrongTransactions {

  private WrongTransactions() {}

  private static Spoiling by(Function<SqliteStore, TransactionalEventStore> transactions) {
    return new Spoiling() {
      @Override
      public Connection writer(Connection right) {
        return right;
      }

      @Override
      public TransactionalStore store(SqliteStore right) {
        return SpoiltSqliteStore.with(right, transactions.apply(right));
      }

      @Override
      public void processEnds() {}
    };
  }

  static Spoiling settlingAfterwards() {
    return by(
        right ->
            new Forwarding(right) {
              @Override
              public void inTransaction(Claim claim, Body body) throws SQLException {
                Settlement settlement;
                try (Connection own = right.userConnections().getConnection()) {
                  own.setAutoCommit(false);
                  settlement = HandlerRun.run(new GuardedConnection(own, Set.of()), claim, body);
                  own.commit();
                  own.setAutoCommit(true);
                }
                settleApart(right, settlement);
              }
            });
  }

  static Spoiling settlingElsewhere() {
    return by(
        right ->
            new Forwarding(right) {
              @Override
              public void settle(Connection connection, Settlement settlement) {
                settleApart(right, settlement);
              }
            });
  }

  /** It would record a step beside an open transaction, if that did not hold the only writer. */
  static Spoiling claimingStepsBeside() {
    return new Spoiling() {
      @Override
      public Connection writer(Connection right) {
        return right;
      }

      @Override
      public TransactionalStore store(SqliteStore right) {
        return SpoiltSqliteStore.with(right, right.transactions())
            .claiming(Capability.STEPS_BESIDE_TRANSACTIONS);
      }

      @Override
      public void processEnds() {}

      @Override
      public Set<Capability> capabilities() {
        return EnumSet.allOf(Capability.class);
      }
    };
  }

  private static void settleApart(SqliteStore right, Settlement settlement) {
    SettleAnswer answer = right.events().settle(List.of(settlement)).get(0);
    if (answer instanceof SettleAnswer.Superseded) {
      throw new SupersededException("the claim is over");
    }
  }

  /** Hands every call to a right store: what a wrong one overrides is what is wrong with it. */
  private static class Forwarding implements TransactionalEventStore {

    private final TransactionalEventStore right;

    Forwarding(SqliteStore store) {
      this.right = store.transactions();
    }

    @Override
    public void settle(Connection connection, Settlement settlement) {
      right.settle(connection, settlement);
    }

    @Override
    public void inTransaction(Claim claim, Body body) throws SQLException {
      right.inTransaction(claim, body);
    }
  }
}
