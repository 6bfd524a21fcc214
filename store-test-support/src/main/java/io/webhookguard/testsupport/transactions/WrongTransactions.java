package io.webhookguard.testsupport.transactions;

import io.webhookguard.api.error.SupersededException;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.SettleAnswer;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.api.store.TransactionalEventStore;
import io.webhookguard.api.store.TransactionalStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** Sites that are wrong on purpose, to see that the contracts of this package catch them. */
public enum WrongTransactions {

  /** A settlement in a user's transaction is made on another connection, and at once. */
  SETTLED_ELSEWHERE {
    @Override
    void settle(TransactionalStore right, Connection connection, Settlement settlement) {
      if (right.events().settle(List.of(settlement)).get(0) instanceof SettleAnswer.Superseded) {
        throw new SupersededException("the claim is over");
      }
    }
  },

  /** A handler's effects are committed one by one, and the settlement follows. */
  SETTLED_AFTERWARDS {
    @Override
    void inTransaction(
        TransactionalStore right, DataSource users, Claim claim, TransactionalEventStore.Body body)
        throws SQLException {
      try (Connection connection = users.getConnection()) {
        right.events().settle(List.of(body.run(connection)));
      }
    }
  },

  /** Effects are committed, and the settlement is forgotten. */
  NEVER_SETTLED {
    @Override
    void settle(TransactionalStore right, Connection connection, Settlement settlement) {}

    @Override
    void inTransaction(
        TransactionalStore right, DataSource users, Claim claim, TransactionalEventStore.Body body)
        throws SQLException {
      try (Connection connection = users.getConnection()) {
        body.run(connection);
      }
    }
  };

  void settle(TransactionalStore right, Connection connection, Settlement settlement) {
    right.transactions().settle(connection, settlement);
  }

  void inTransaction(
      TransactionalStore right, DataSource users, Claim claim, TransactionalEventStore.Body body)
      throws SQLException {
    right.transactions().inTransaction(claim, body);
  }

  /**
   * The store, whose transactions are wrong now.
   *
   * @param users connections to its database
   */
  public TransactionalStore of(TransactionalStore right, DataSource users) {
    return new OtherPorts(right, right.events(), new Wrong(this, right, users));
  }

  /** The site, whose transactions are wrong now. */
  public TransactionSite at(TransactionSite right) {
    TransactionalStore store = of(right.store(), right.users());
    return new TransactionSite() {
      @Override
      public TransactionalStore store() {
        return store;
      }

      @Override
      public DataSource users() {
        return right.users();
      }

      @Override
      public void close() {
        right.close();
      }
    };
  }

  private record Wrong(WrongTransactions how, TransactionalStore right, DataSource users)
      implements TransactionalEventStore {

    @Override
    public void settle(Connection connection, Settlement settlement) {
      how.settle(right, connection, settlement);
    }

    @Override
    public void inTransaction(Claim claim, Body body) throws SQLException {
      how.inTransaction(right, users, claim, body);
    }
  }
}
