package io.webhookguard.core;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.error.SupersededException;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.ledger.Ledger;
import io.webhookguard.api.ledger.Seals;
import io.webhookguard.api.lock.Lock;
import io.webhookguard.api.store.Capability;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.RecoverRequest;
import io.webhookguard.api.store.RenewAnswer;
import io.webhookguard.api.store.SettleAnswer;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.api.store.Steps;
import io.webhookguard.api.store.StoreDoctor;
import io.webhookguard.api.store.TransactionalEventStore;
import io.webhookguard.api.store.TransactionalStore;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A store and the user's data in one database: what a transaction wrote happens with its commit,
 * together with its settlement, or never. From its settlement to its end a transaction holds the
 * event's row. Used by one thread, as a {@link VirtualRuntime} is.
 */
public final class SharedDatabase implements TransactionalStore, TransactionalEventStore {

  /** How a commit is sent: whoever stands between may lose it, or its reply. */
  @FunctionalInterface
  interface Committing {
    void commit(Transaction transaction);
  }

  private final GuardStore store;
  private final Map<EventKey, Claim> held;
  private final EventStore events;
  private final Committing committing;
  private boolean oneWriter;

  /** A database over a store in memory. */
  public SharedDatabase(GuardStore memory) {
    this(memory, new HashMap<>(), call -> call.passOn());
  }

  private SharedDatabase(
      GuardStore store, Map<EventKey, Claim> held, InterposedStore.Between between) {
    this.store = store;
    this.held = held;
    this.events = InterposedStore.interposed(EventStore.class, store.events(), this::besidesHeld);
    this.committing = InterposedStore.interposed(Committing.class, Transaction::commitNow, between);
  }

  /** The same database, by a way on which somebody stands between a commit and its effect. */
  public SharedDatabase through(InterposedStore.Between between) {
    SharedDatabase same = new SharedDatabase(store, held, between);
    same.oneWriter = oneWriter;
    return same;
  }

  /** Opens a transaction of the user's. Closing the connection rolls it back if it is open. */
  public Connection begin() {
    return connection(new Transaction(), true);
  }

  /** Something that happens if the connection's transaction commits. */
  public static void write(Connection connection, Runnable effect) throws SQLException {
    connection.unwrap(Transaction.class).effects.add(effect);
  }

  /** Rows that a transaction holds are not waited for, and nobody takes them over. */
  private @Nullable Object besidesHeld(InterposedStore.Call call) throws Throwable {
    if (call.subject() instanceof RecoverRequest request) {
      store.events().renew(List.copyOf(held.values()), request.lease());
    }
    boolean locks = call.name().equals("renew") || call.name().equals("settle");
    return locks && !held.isEmpty() ? oneByOne(call) : call.passOn();
  }

  private List<Object> oneByOne(InterposedStore.Call call) throws Throwable {
    List<Object> answers = new ArrayList<>();
    for (Object item : (List<?>) call.subject()) {
      Claim claim = item instanceof Settlement settlement ? settlement.claim() : (Claim) item;
      if (!held.containsKey(claim.key())) {
        answers.addAll((List<?>) call.passOnWith(List.of(item)));
      } else {
        answers.add(
            call.name().equals("renew") ? new RenewAnswer.Locked() : new SettleAnswer.Locked());
      }
    }
    return answers;
  }

  @Override
  public void settle(Connection connection, Settlement settlement) {
    try {
      connection.unwrap(Transaction.class).settle(settlement);
    } catch (SQLException e) {
      throw new StoreUnavailableException("not a connection of this database", e);
    }
  }

  @Override
  public void inTransaction(Claim claim, Body body) throws SQLException {
    requireCurrent(claim);
    Transaction transaction = new Transaction();
    try {
      transaction.settle(body.run(connection(transaction, false)));
      committing.commit(transaction);
    } finally {
      transaction.leave();
    }
  }

  private void requireCurrent(Claim claim) {
    boolean current =
        events
            .find(claim.key())
            .filter(event -> event.state() == EventState.PROCESSING)
            .filter(event -> event.newestToken() == claim.token().value())
            .isPresent();
    if (!current) {
      throw new SupersededException(claim + " is over");
    }
  }

  /** What is written together. */
  public final class Transaction {

    private final List<Runnable> effects = new ArrayList<>();
    private Optional<Settlement> settlement = Optional.empty();
    private boolean over;
    private boolean onItsWay;

    private void settle(Settlement wanted) {
      requireCurrent(wanted.claim());
      settlement = Optional.of(wanted);
      held.put(wanted.claim().key(), wanted.claim());
    }

    private void commitNow() {
      if (over) {
        throw new IllegalStateException("the transaction is over");
      }
      end();
      settlement.ifPresent(wanted -> store.events().settle(List.of(wanted)));
      effects.forEach(Runnable::run);
    }

    private void end() {
      over = true;
      settlement.ifPresent(wanted -> held.remove(wanted.claim().key()));
    }

    /** Its commit was sent and will take effect when it arrives, whoever has left. */
    public void goesOn() {
      onItsWay = true;
    }

    /** The connection is gone: what was not committed is rolled back. */
    private void leave() {
      if (!over && !onItsWay) {
        end();
      }
    }
  }

  private Connection connection(Transaction transaction, boolean users) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> answer(transaction, users, method));
  }

  private @Nullable Object answer(Transaction transaction, boolean users, Method method)
      throws SQLException {
    switch (method.getName()) {
      case "unwrap" -> {
        return transaction;
      }
      case "getAutoCommit" -> {
        return false;
      }
      case "commit" -> {
        requireUsers(users);
        commit(transaction);
      }
      case "rollback", "close" -> {
        requireUsers(users);
        transaction.leave();
      }
      default -> throw new UnsupportedOperationException(method.getName());
    }
    return null;
  }

  private static void requireUsers(boolean users) throws SQLException {
    if (!users) {
      throw new SQLException("the guard ends this transaction");
    }
  }

  /** As a driver tells it. */
  private void commit(Transaction transaction) throws SQLException {
    try {
      committing.commit(transaction);
    } catch (StoreUnavailableException | OutcomeUnknownException e) {
      throw new SQLException("an I/O error occurred", e);
    } finally {
      transaction.leave();
    }
  }

  @Override
  public TransactionalEventStore transactions() {
    return this;
  }

  @Override
  public EventStore events() {
    return events;
  }

  @Override
  public String name() {
    return store.name();
  }

  @Override
  public Ledger ledger() {
    return store.ledger();
  }

  @Override
  public Seals seals() {
    return store.seals();
  }

  @Override
  public Steps steps() {
    return store.steps();
  }

  @Override
  public Lock lock() {
    return store.lock();
  }

  @Override
  public StoreDoctor doctor() {
    return store.doctor();
  }

  /** From now on a step cannot be recorded beside an open transaction, as with a single writer. */
  public void hasOneWriter() {
    oneWriter = true;
  }

  @Override
  public Set<Capability> capabilities() {
    Set<Capability> all = EnumSet.copyOf(store.capabilities());
    all.add(Capability.USER_TRANSACTIONS);
    if (!oneWriter) {
      all.add(Capability.STEPS_BESIDE_TRANSACTIONS);
    }
    return all;
  }

  @Override
  public void close() {
    store.close();
  }
}
