package io.webhookguard.store.sqlite;

import io.webhookguard.api.ledger.Ledger;
import io.webhookguard.api.ledger.Seals;
import io.webhookguard.api.lock.Lock;
import io.webhookguard.api.store.Capability;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.Steps;
import io.webhookguard.api.store.StoreDoctor;
import io.webhookguard.api.store.TransactionalEventStore;
import io.webhookguard.api.store.TransactionalStore;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.EnumSet;
import java.util.Set;

/** A right store whose ports are seen through something else. */
record SpoiltSqliteStore(
    SqliteStore right,
    EventStore events,
    Ledger ledger,
    Seals seals,
    Steps steps,
    Lock lock,
    TransactionalEventStore transactions,
    Set<Capability> capabilities)
    implements TransactionalStore {

  /** One call to a port of the right store. */
  @FunctionalInterface
  interface Through {
    Object call(Method method, Object[] arguments, Call right) throws Throwable;
  }

  /** Makes the call. */
  @FunctionalInterface
  interface Call {
    Object make() throws Throwable;
  }

  static SpoiltSqliteStore with(SqliteStore right, TransactionalEventStore transactions) {
    return new SpoiltSqliteStore(
        right,
        right.events(),
        right.ledger(),
        right.seals(),
        right.steps(),
        right.lock(),
        transactions,
        right.capabilities());
  }

  /** It says that it can do this, too. */
  SpoiltSqliteStore claiming(Capability more) {
    Set<Capability> all = EnumSet.copyOf(capabilities);
    all.add(more);
    return new SpoiltSqliteStore(right, events, ledger, seals, steps, lock, transactions, all);
  }

  /** All calls to all ports go through the same. */
  static SpoiltSqliteStore through(SqliteStore right, Through through) {
    return new SpoiltSqliteStore(
        right,
        port(EventStore.class, right.events(), through),
        port(Ledger.class, right.ledger(), through),
        port(Seals.class, right.seals(), through),
        port(Steps.class, right.steps(), through),
        port(Lock.class, right.lock(), through),
        right.transactions(),
        right.capabilities());
  }

  private static <T> T port(Class<T> type, T right, Through through) {
    InvocationHandler handler =
        (proxy, method, arguments) ->
            through.call(method, arguments, () -> invoke(right, method, arguments));
    ClassLoader loader = SpoiltSqliteStore.class.getClassLoader();
    return type.cast(Proxy.newProxyInstance(loader, new Class<?>[] {type}, handler));
  }

  static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  @Override
  public String name() {
    return "spoilt";
  }

  @Override
  public StoreDoctor doctor() {
    return right.doctor();
  }

  @Override
  public void close() {
    right.close();
  }
}
