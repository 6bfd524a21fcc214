package io.webhookguard.core;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.ledger.Ledger;
import io.webhookguard.api.lock.Lock;
import io.webhookguard.api.store.Capability;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.RenewAnswer;
import io.webhookguard.api.store.Steps;
import io.webhookguard.api.store.StoreDoctor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A store that fails as told: before a call takes effect, or after it did. */
final class FaultyStore implements GuardStore {

  /** What goes wrong with one call. */
  enum Fault {
    /** Nothing happens, and the caller knows. */
    UNAVAILABLE,
    /** Nothing happens, and the caller does not know. */
    LOST_REQUEST,
    /** It happens, and the caller does not know. */
    LOST_REPLY,
    /** Nothing happens, because the store cannot take what it was given. */
    INDIGESTIBLE,
    /** Nothing happens, because the store cannot be used as it is set up. */
    MISCONFIGURED,
    /** A renewal finds all rows held by users' transactions. */
    LOCKED
  }

  private final GuardStore store;
  private final Map<String, Deque<Fault>> faults = new HashMap<>();
  private final Map<String, Runnable> meanwhile = new HashMap<>();
  private final List<String> calls = new ArrayList<>();
  private boolean away;

  FaultyStore(GuardStore store) {
    this.store = store;
  }

  /** The next calls of the method go wrong, one fault each. */
  void fail(String method, Fault... next) {
    faults.computeIfAbsent(method, m -> new ArrayDeque<>()).addAll(List.of(next));
  }

  /** Something happens while the answer to the next call of the method is on its way. */
  void during(String method, Runnable happening) {
    meanwhile.put(method, happening);
  }

  /** All calls find the store away, until it is back. */
  void away(boolean wanted) {
    away = wanted;
  }

  /** How often the method was called, successfully or not. */
  long calls(String method) {
    return calls.stream().filter(method::equals).count();
  }

  private <T> T faulty(Class<T> port, T target) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) -> call(target, method, arguments)));
  }

  private Object call(Object target, Method method, Object[] arguments) throws Throwable {
    String name = method.getName();
    calls.add(name);
    if (away) {
      throw new StoreUnavailableException("the store is away");
    }
    Deque<Fault> planned = faults.getOrDefault(name, new ArrayDeque<>());
    if (planned.isEmpty()) {
      Object answer = invoke(target, method, arguments);
      Optional.ofNullable(meanwhile.remove(name)).ifPresent(Runnable::run);
      return answer;
    }
    Fault fault = planned.removeFirst();
    if (fault == Fault.UNAVAILABLE) {
      throw new StoreUnavailableException("no connection for " + name);
    }
    if (fault == Fault.INDIGESTIBLE) {
      throw new IllegalArgumentException("this cannot be kept");
    }
    if (fault == Fault.LOCKED) {
      return Collections.nCopies(((List<?>) arguments[0]).size(), new RenewAnswer.Locked());
    }
    if (fault == Fault.MISCONFIGURED) {
      throw new ConfigurationException("the store cannot be opened");
    }
    if (fault == Fault.LOST_REPLY) {
      invoke(target, method, arguments);
    }
    throw new OutcomeUnknownException("no reply to " + name);
  }

  private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  @Override
  public String name() {
    return store.name();
  }

  @Override
  public EventStore events() {
    return faulty(EventStore.class, store.events());
  }

  @Override
  public Ledger ledger() {
    return faulty(Ledger.class, store.ledger());
  }

  @Override
  public Steps steps() {
    return store.steps();
  }

  @Override
  public Lock lock() {
    return faulty(Lock.class, store.lock());
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
