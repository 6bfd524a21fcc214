package io.webhookguard.store.redis;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.ClaimRequest;
import io.webhookguard.api.store.DoubtMark;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.PageRequest;
import io.webhookguard.api.store.RecoverRequest;
import io.webhookguard.api.store.SettleAnswer;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.testsupport.stores.Fixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/**
 * Threads that admit events and others that run them, through whatever becomes of the servers.
 *
 * <p>They behave as an engine must: a call whose outcome is unknown is made again under the same
 * ids. One that certainly did nothing is made again as another call, so that a store that was wrong
 * about that is found out. Some attempts are dropped, as by a node that ends, and taken over.
 *
 * <p>An event's id names its thread, the number of its batch and its lane, so that the ledger alone
 * tells whether the order was kept.
 */
final class StoreLoad implements AutoCloseable {

  /** How many calls it makes at once. */
  static final int THREADS = 8;

  private static final int ADMITTERS = 3;
  private static final int MOST_OPEN = 300;
  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final EventStore events;
  private final Witness witness;
  private final String name;
  private final int lanes;
  private final AtomicInteger ended = new AtomicInteger();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger unavailable = new AtomicInteger();
  private final AtomicInteger unknown = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicBoolean admitting = new AtomicBoolean(true);
  private final CountDownLatch over = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final List<Future<?>> admitters = new ArrayList<>();
  private final List<Future<?>> workers = new ArrayList<>();

  private StoreLoad(EventStore events, Witness witness, String name, int lanes) {
    this.events = events;
    this.witness = witness;
    this.name = name;
    this.lanes = lanes;
  }

  /**
   * Begins.
   *
   * @param name what the ids of its events begin with
   * @param lanes half of the events are in one of so many lanes; 0 for none
   */
  static StoreLoad on(EventStore events, Witness witness, String name, int lanes, long seed) {
    StoreLoad load = new StoreLoad(events, witness, name, lanes);
    for (int i = 0; i < THREADS; i++) {
      Random random = new Random(seed + i);
      String thread = name + i;
      boolean admits = i < ADMITTERS;
      Runnable work = () -> load.untilOver(admits, thread, random);
      (admits ? load.admitters : load.workers).add(load.threads.submit(work));
    }
    return load;
  }

  /** One that does nothing by itself. */
  static StoreLoad idle(EventStore events, Witness witness) {
    return new StoreLoad(events, witness, "idle", 0);
  }

  private void untilOver(boolean admits, String thread, Random random) {
    try {
      if (admits) {
        admitAll(thread, random);
      } else {
        runAll(thread, random);
      }
    } catch (CancellationException e) {
      // It was stopped in a call that would not succeed.
    }
  }

  /** How many calls wait for an answer. */
  int inFlight() {
    return inFlight.get();
  }

  /** How many calls were told that nothing happened. */
  int unavailable() {
    return unavailable.get();
  }

  /** How many calls were told that nobody knows. */
  int unknown() {
    return unknown.get();
  }

  /** Waits until so many more events have been completed. */
  void awaitMore(int events) {
    int enough = ended.get() + events;
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> ended.get() >= enough || hasFailed());
    requireRunning();
  }

  private boolean hasFailed() {
    return workers.stream().anyMatch(Future::isDone) || admitters.stream().anyMatch(Future::isDone);
  }

  private void requireRunning() {
    if (hasFailed()) {
      workers.forEach(StoreLoad::join);
      admitters.forEach(StoreLoad::join);
      throw new AssertionError("a thread of the load ended");
    }
  }

  /** Admits no more, and runs all that was admitted. */
  void finish() {
    admitting.set(false);
    admitters.forEach(StoreLoad::join);
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () ->
                (isNone(EventState.PENDING) && isNone(EventState.PROCESSING))
                    || workers.stream().anyMatch(Future::isDone));
    stop();
  }

  private boolean isNone(EventState state) {
    EventQuery query = EventQuery.ALL.state(state);
    return untilAnswered(() -> events.search(query, PageRequest.first(1))).events().isEmpty();
  }

  /** Ends all threads, with what they have in hand. */
  void stop() {
    admitting.set(false);
    over.countDown();
    admitters.forEach(StoreLoad::join);
    workers.forEach(StoreLoad::join);
  }

  private static void join(Future<?> thread) {
    try {
      thread.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  /** A moment, unless the load ends: whoever is refused and asks on and on takes all time. */
  private void pause() {
    try {
      if (over.await(5, TimeUnit.MILLISECONDS)) {
        throw new CancellationException();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** The same call until it is answered. */
  <T> T untilAnswered(Supplier<T> call) {
    while (true) {
      try {
        return counted(call);
      } catch (StoreUnavailableException | OutcomeUnknownException e) {
        pause();
      }
    }
  }

  private <T> T counted(Supplier<T> call) {
    inFlight.incrementAndGet();
    try {
      return call.get();
    } catch (StoreUnavailableException e) {
      unavailable.incrementAndGet();
      throw e;
    } catch (OutcomeUnknownException e) {
      unknown.incrementAndGet();
      throw e;
    } finally {
      inFlight.decrementAndGet();
    }
  }

  private void admitAll(String thread, Random random) {
    List<String> known = new ArrayList<>();
    for (int batch = 0; admitting.get(); batch++) {
      List<Id> ids = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(6); i++) {
        String lane =
            lanes > 0 && random.nextBoolean() ? name + "lane" + random.nextInt(lanes) : "";
        ids.add(new Id(thread, batch, i, lane));
      }
      admit(ids, random.nextInt(4) == 0, thread, random);
      known.add(ids.get(0).text());
      if (random.nextInt(8) == 0) {
        redeliver(known.get(random.nextInt(known.size())));
      }
      while (open.get() > MOST_OPEN && admitting.get()) {
        pause();
      }
    }
  }

  /** An event's id: who admitted it, in which of its batches, in which lane. */
  record Id(String thread, int batch, int number, String lane) {
    String text() {
      return thread + "." + batch + "." + number + "." + lane;
    }

    static Id of(String text) {
      String[] parts = text.split("\\.", -1);
      return new Id(parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), parts[3]);
    }
  }

  private static List<Arrival> arrivals(List<Id> ids, boolean inline, String owner) {
    return ids.stream()
        .map(
            id ->
                Fixture.arrival(
                    id.text(),
                    id.lane(),
                    inline
                        ? new Arrival.Intent.Claim(owner, UUID.randomUUID(), LEASE)
                        : new Arrival.Intent.Queue()))
        .toList();
  }

  private void admit(List<Id> ids, boolean inline, String thread, Random random) {
    open.addAndGet(ids.size());
    List<Admission> answers = admitted(ids, inline, thread);
    List<Attempt> granted = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      String id = ids.get(i).text();
      if (answers.get(i) instanceof Admission.Claimed claimed) {
        witness.granted(claimed.attempt());
        granted.add(claimed.attempt());
      } else if (!(answers.get(i) instanceof Admission.Queued)) {
        witness.wrong(id + " was admitted for the first time: " + answers.get(i));
      }
      witness.admitted(id);
    }
    run(granted, random);
  }

  private List<Admission> admitted(List<Id> ids, boolean inline, String thread) {
    List<Arrival> arrivals = arrivals(ids, inline, thread);
    boolean inDoubt = false;
    while (true) {
      List<Arrival> these = arrivals;
      try {
        return counted(() -> events.admit(these));
      } catch (OutcomeUnknownException e) {
        inDoubt = true;
      } catch (StoreUnavailableException e) {
        // Under other delivery ids they are duplicates if anything happened.
        arrivals = inDoubt ? arrivals : arrivals(ids, inline, thread);
      }
      pause();
    }
  }

  private void redeliver(String id) {
    List<Arrival> again = arrivals(List.of(Id.of(id)), false, "");
    List<Admission> answers = untilAnswered(() -> events.admit(again));
    if (!(answers.get(0) instanceof Admission.Duplicate)) {
      witness.wrong(id + " was acknowledged and comes again: " + answers);
    }
  }

  private void runAll(String thread, Random random) {
    while (over.getCount() > 0) {
      List<Attempt> attempts = claimOrTakeOver(thread);
      attempts.forEach(witness::granted);
      if (attempts.isEmpty()) {
        pause();
      } else if (random.nextInt(100) > 0) {
        run(attempts, random);
      }
    }
  }

  private List<Attempt> claimOrTakeOver(String owner) {
    ClaimRequest due = Fixture.dueHeads(owner, LEASE, 8);
    List<Attempt> claimed = untilAnswered(() -> events.claim(due));
    if (!claimed.isEmpty()) {
      return claimed;
    }
    RecoverRequest lapsed =
        new RecoverRequest(owner, UUID.randomUUID(), LEASE, Set.of(Fixture.ROUTE), 8);
    return untilAnswered(() -> events.recover(lapsed));
  }

  private void run(List<Attempt> attempts, Random random) {
    if (attempts.isEmpty()) {
      return;
    }
    List<Settlement> ends = new ArrayList<>();
    for (Attempt attempt : attempts) {
      ends.add(random.nextInt(10) > 0 ? Fixture.complete(attempt) : retry(attempt));
    }
    List<SettleAnswer> answers = untilAnswered(() -> events.settle(ends));
    for (int i = 0; i < ends.size(); i++) {
      if (ends.get(i) instanceof Settlement.Complete) {
        witness.completed(attempts.get(i), answers.get(i));
        if (answers.get(i) instanceof SettleAnswer.Settled) {
          ended.incrementAndGet();
          open.decrementAndGet();
        }
      } else if (answers.get(i) instanceof SettleAnswer.Superseded superseded) {
        witness.superseded(attempts.get(i), superseded);
      }
    }
  }

  /** With the mark of a takeover kept: what is not in doubt is granted once for each number. */
  private static Settlement retry(Attempt attempt) {
    return new Settlement.Retry(
        attempt.claim(), Duration.ZERO, DoubtMark.KEEP, Problem.of("on-purpose"));
  }

  @Override
  public void close() {
    admitting.set(false);
    over.countDown();
    threads.shutdownNow();
  }
}
