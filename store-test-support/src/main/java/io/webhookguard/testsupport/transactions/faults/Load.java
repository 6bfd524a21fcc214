package io.webhookguard.testsupport.transactions.faults;

import io.webhookguard.api.error.GuardException;
import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.RecoverRequest;
import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.stores.Fixture;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/**
 * Threads that admit events and others that pay for each in the guard's transaction, through
 * whatever becomes of the server.
 *
 * <p>They behave as an engine must: what may or may not have been admitted is admitted again under
 * the same delivery ids; an attempt whose end is unknown is left to its lease and taken over.
 */
final class Load implements AutoCloseable {

  /** How many connections it can use at once. */
  static final int THREADS = 5;

  private static final int ADMITTERS = 2;
  private static final int PAYERS = THREADS - ADMITTERS;
  private static final int LANES = 16;
  private static final Duration LEASE = Duration.ofSeconds(2);

  private final Database database;
  private final TransactionalStore store;
  private final AtomicInteger refused = new AtomicInteger();
  private final Set<String> admitted = ConcurrentHashMap.newKeySet();
  private final Set<String> paid = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean admitting = new AtomicBoolean(true);
  private final AtomicBoolean paying = new AtomicBoolean(true);
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final List<Future<?>> admitters = new ArrayList<>();
  private final List<Future<?>> payers = new ArrayList<>();

  private Load(Database database, TransactionalStore store) {
    this.database = database;
    this.store = store;
  }

  /** Begins, on a store that it closes in the end. */
  static Load on(Database database, TransactionalStore store, long seed) {
    Calls.makePayments(database);
    Load load = new Load(database, store);
    for (int i = 0; i < ADMITTERS; i++) {
      String name = "a" + i + "_";
      Random random = new Random(seed + i);
      load.admitters.add(load.threads.submit(() -> load.admitAll(name, random)));
    }
    for (int i = 0; i < PAYERS; i++) {
      String owner = "payer-" + i;
      load.payers.add(load.threads.submit(() -> load.payAll(owner)));
    }
    return load;
  }

  /** Events that the store said it has. */
  Set<String> admitted() {
    return new TreeSet<>(admitted);
  }

  /** Events whose effect the store said is committed. */
  Set<String> paid() {
    return new TreeSet<>(paid);
  }

  /** Waits until so many more effects are committed. */
  void awaitMore(int effects) {
    int enough = paid.size() + effects;
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(1))
        .until(() -> paid.size() >= enough || failed(payers) || failed(admitters));
    if (failed(payers) || failed(admitters)) {
      throw new AssertionError("a thread of the load ended: " + payers + admitters);
    }
  }

  private static boolean failed(List<Future<?>> all) {
    return all.stream().anyMatch(Future::isDone);
  }

  /** Admits no more, and pays for all that was admitted. */
  void finish() {
    admitting.set(false);
    admitters.forEach(Load::join);
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () ->
                database
                        .ask("select count(*) from guard_event where state <> 'COMPLETE'")
                        .equals("0")
                    || failed(payers));
    paying.set(false);
    payers.forEach(Load::join);
  }

  private static void join(Future<?> thread) {
    try {
      thread.get(2, TimeUnit.MINUTES);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  private void admitAll(String prefix, Random random) {
    for (int number = 0; admitting.get(); number++) {
      List<Arrival> arrivals = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(8); i++) {
        String lane = random.nextBoolean() ? "cus_" + random.nextInt(LANES) : "";
        arrivals.add(Fixture.arrival(prefix + number + "_" + i, lane));
      }
      admit(arrivals);
      arrivals.forEach(arrival -> admitted.add(arrival.key().eventId()));
    }
  }

  /** Until it is answered. The delivery ids are the same, so it is admitted once. */
  private void admit(List<Arrival> arrivals) {
    while (true) {
      try {
        List<Admission> answers = store.events().admit(arrivals);
        if (!answers.stream().allMatch(Admission.Queued.class::isInstance)) {
          throw new AssertionError("a delivery was not given its first answer: " + answers);
        }
        return;
      } catch (StoreUnavailableException | OutcomeUnknownException e) {
        refused.incrementAndGet();
      }
    }
  }

  private void payAll(String owner) {
    while (paying.get()) {
      try {
        for (Attempt attempt : claimOrTakeOver(owner)) {
          pay(attempt);
        }
      } catch (StoreUnavailableException | OutcomeUnknownException e) {
        refused.incrementAndGet();
      }
    }
  }

  private List<Attempt> claimOrTakeOver(String owner) {
    List<Attempt> claimed = store.events().claim(Fixture.dueHeads(owner, LEASE, 8));
    return claimed.isEmpty()
        ? store
            .events()
            .recover(new RecoverRequest(owner, UUID.randomUUID(), LEASE, Set.of(Fixture.ROUTE), 8))
        : claimed;
  }

  private void pay(Attempt attempt) {
    try {
      Calls.pay(store, attempt);
      paid.add(attempt.claim().key().eventId());
    } catch (GuardException | SQLException e) {
      // Its lease tells what became of it: it is over, or it ends and somebody takes it over.
      refused.incrementAndGet();
    }
  }

  /** How many calls failed: a run in which none did has tried nothing. */
  int refused() {
    return refused.get();
  }

  @Override
  public void close() {
    admitting.set(false);
    paying.set(false);
    threads.shutdownNow();
    store.close();
  }
}
