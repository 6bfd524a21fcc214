package io.webhookguard.core;

import io.webhookguard.api.ledger.Ledger;
import io.webhookguard.api.ledger.Seals;
import io.webhookguard.api.lock.Lock;
import io.webhookguard.api.store.Capability;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.Steps;
import io.webhookguard.api.store.StoreDoctor;
import io.webhookguard.api.store.TransactionalStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A store whose calls pass through somebody's hands on their way. */
public final class InterposedStore implements GuardStore {

  private static final Object[] NONE = {};

  /** Whoever stands between a node and its store. */
  @FunctionalInterface
  public interface Between {

    /**
     * Answers the call, with or without passing it on.
     *
     * @throws Throwable whatever the node is to hear instead of an answer
     */
    @Nullable Object answer(Call call) throws Throwable;
  }

  /** A call on its way to the store. */
  public static final class Call {

    private final Object port;
    private final Method method;
    private final Object[] arguments;

    private Call(Object port, Method method, Object[] arguments) {
      this.port = port;
      this.method = method;
      this.arguments = arguments;
    }

    /** The name of the port's method. */
    public String name() {
      return method.getName();
    }

    /** The first argument: what the call is about, if there is any. */
    public Object subject() {
      return arguments.length == 0 ? "nothing" : arguments[0];
    }

    /** The argument at this place, from 0. */
    public Object argument(int place) {
      return arguments[place];
    }

    /** Passes the call on. */
    public @Nullable Object passOn() throws Throwable {
      return passOn(arguments);
    }

    /** Passes the call on with another first argument. */
    public @Nullable Object passOnWith(Object subject) throws Throwable {
      Object[] changed = arguments.clone();
      changed[0] = subject;
      return passOn(changed);
    }

    private @Nullable Object passOn(Object[] passed) throws Throwable {
      try {
        return method.invoke(port, passed);
      } catch (InvocationTargetException e) {
        throw e.getTargetException();
      }
    }
  }

  private final GuardStore store;
  private final EventStore events;
  private final Ledger ledger;
  private final Seals seals;
  private final Steps steps;
  private final Lock lock;

  /** Puts somebody between the store and whoever uses it. */
  public InterposedStore(GuardStore store, Between between) {
    this.store = store;
    this.events = interposed(EventStore.class, store.events(), between);
    this.ledger = interposed(Ledger.class, store.ledger(), between);
    this.seals = interposed(Seals.class, store.seals(), between);
    this.steps = interposed(Steps.class, store.steps(), between);
    this.lock = interposed(Lock.class, store.lock(), between);
  }

  /**
   * Puts somebody between the store and whoever uses it, between a transaction of the guard's and
   * the store too if it has such.
   */
  public static GuardStore between(GuardStore store, Between between) {
    return store instanceof TransactionalStore transactional
        ? new InterposedTransactions(transactional, between)
        : new InterposedStore(store, between);
  }

  /** Puts somebody between a port and whoever uses it. */
  public static <T> T of(Class<T> port, T target, Between between) {
    return interposed(port, target, between);
  }

  static <T> T interposed(Class<T> port, T target, Between between) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) ->
                between.answer(new Call(target, method, arguments == null ? NONE : arguments))));
  }

  @Override
  public String name() {
    return store.name();
  }

  @Override
  public EventStore events() {
    return events;
  }

  @Override
  public Ledger ledger() {
    return ledger;
  }

  @Override
  public Seals seals() {
    return seals;
  }

  @Override
  public Steps steps() {
    return steps;
  }

  @Override
  public Lock lock() {
    return lock;
  }

  @Override
  public StoreDoctor doctor() {
    return store.doctor();
  }

  @Override
  public Set<Capability> capabilities() {
    return store.capabilities();
  }

  @Override
  public void close() {
    store.close();
  }
}
