package io.webhookguard.core;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.RenewAnswer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A store that fails as told: before a call takes effect, or after it did. */
final class FaultyStore {

  /** What goes wrong with one call. */
  enum Fault {
    /** Nothing happens, and the caller knows. */
    UNAVAILABLE,
    /** Nothing happens, and the caller does not know. */
    LOST_REQUEST,
    /** It happens, and the caller does not know. */
    LOST_REPLY,
    /** It happens when the test says so, long after the caller was left without a reply. */
    LATE,
    /** Nothing happens, because the store cannot take what it was given. */
    INDIGESTIBLE,
    /** Nothing happens, because the store cannot be used as it is set up. */
    MISCONFIGURED,
    /** A renewal finds all rows held by users' transactions. */
    LOCKED
  }

  private final GuardStore store;
  private final SharedDatabase database;
  private final Map<String, Deque<Fault>> faults = new HashMap<>();
  private final Map<String, Runnable> meanwhile = new HashMap<>();
  private final List<String> calls = new ArrayList<>();
  private final Deque<InterposedStore.Call> late = new ArrayDeque<>();
  private final VirtualRuntime.HostProcess process;
  private boolean away;

  /**
   * What a process sees of the store: once it was killed, its threads end before their next call.
   */
  FaultyStore(SharedDatabase database, VirtualRuntime.HostProcess process) {
    this.process = process;
    this.database = database.through(this::answer);
    this.store = InterposedStore.between(this.database, this::answer);
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

  /** Nothing goes wrong any more. */
  void recover() {
    faults.clear();
    meanwhile.clear();
    away = false;
  }

  /** How often the method was called, successfully or not. */
  long calls(String method) {
    return calls.stream().filter(method::equals).count();
  }

  /** The oldest call that is late takes effect. */
  void arriveLate() {
    try {
      late.removeFirst().passOn();
    } catch (Throwable e) {
      throw new AssertionError("the late call failed", e);
    }
  }

  /** The database as handlers of this node reach it. */
  SharedDatabase database() {
    return database;
  }

  /** The store as its node sees it. */
  GuardStore view() {
    return store;
  }

  private @Nullable Object answer(InterposedStore.Call call) throws Throwable {
    String name = call.name();
    if (process.isDead()) {
      process.goOn();
    }
    calls.add(name);
    if (away) {
      throw new StoreUnavailableException("the store is away");
    }
    Deque<Fault> planned = faults.getOrDefault(name, new ArrayDeque<>());
    if (planned.isEmpty()) {
      Object answer = call.passOn();
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
      return Collections.nCopies(((List<?>) call.subject()).size(), new RenewAnswer.Locked());
    }
    if (fault == Fault.MISCONFIGURED) {
      throw new ConfigurationException("the store cannot be opened");
    }
    if (fault == Fault.LATE) {
      late.add(call);
      if (call.subject() instanceof SharedDatabase.Transaction transaction) {
        transaction.goesOn();
      }
    }
    if (fault == Fault.LOST_REPLY) {
      call.passOn();
    }
    throw new OutcomeUnknownException("no reply to " + name);
  }
}
