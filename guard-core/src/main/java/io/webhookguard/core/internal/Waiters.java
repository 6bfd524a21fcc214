package io.webhookguard.core.internal;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.provider.Receipt;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.core.runtime.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests that wait for an event's attempt to end, here or on another node.
 *
 * <p>What ends here is told at once. What runs elsewhere is found by asking the store, a few events
 * at a time in turn, for as long as anyone waits.
 */
final class Waiters {

  /**
   * What a waiting request is told.
   *
   * @param outcome {@code COMPLETED}, or {@code FAILED} for any attempt that did not succeed
   * @param response the handler's, where one is known
   */
  record End(Receipt.Outcome outcome, Response response) {
    static final End UNSUCCESSFUL = new End(Receipt.Outcome.FAILED, Response.EMPTY);
  }

  /** One request's place in the queue: hears of the end once, whichever comes first. */
  static final class Waiter {
    private Optional<End> end = Optional.empty();
    private Consumer<End> listener = ignored -> {};

    /** Calls the listener when the end is known, perhaps at once. */
    void listen(Consumer<End> wanted) {
      Optional<End> known;
      synchronized (this) {
        listener = wanted;
        known = end;
      }
      known.ifPresent(wanted);
    }

    private void tell(End known) {
      Consumer<End> told;
      synchronized (this) {
        end = Optional.of(known);
        told = listener;
      }
      told.accept(known);
    }
  }

  private static final Logger log = LoggerFactory.getLogger(Waiters.class);

  /** The most requests that wait at once; any more are answered without waiting. */
  private static final int MAX = 10_000;

  private static final Duration POLL = Duration.ofMillis(250);
  private static final int EVENTS_PER_POLL = 16;

  private final EventStore events;
  private final Runs runs;
  private final Map<EventKey, List<Waiter>> byKey = new LinkedHashMap<>();
  private final Ticker ticker;
  private int size;

  Waiters(EventStore events, Runs runs, Scheduler scheduler, Executor background) {
    this.events = events;
    this.runs = runs;
    Coalesced poll = new Coalesced("asking for events that run elsewhere", background, this::poll);
    this.ticker = new Ticker(scheduler, POLL, poll::request);
  }

  /** Waits for the event; nothing when too many wait already. */
  synchronized Optional<Waiter> await(EventKey key) {
    if (size >= MAX) {
      return Optional.empty();
    }
    if (size == 0) {
      ticker.start();
    }
    size++;
    Waiter waiter = new Waiter();
    byKey.computeIfAbsent(key, k -> new ArrayList<>()).add(waiter);
    return Optional.of(waiter);
  }

  /** Waits no longer. */
  synchronized void forget(EventKey key, Waiter waiter) {
    List<Waiter> waiting = byKey.get(key);
    if (waiting != null && waiting.removeIf(other -> other == waiter)) {
      left(1);
      if (waiting.isEmpty()) {
        byKey.remove(key);
      }
    }
  }

  /** Tells everyone who waits for the event. */
  void ended(EventKey key, End end) {
    List<Waiter> waiting;
    synchronized (this) {
      waiting = byKey.remove(key);
      if (waiting == null) {
        return;
      }
      left(waiting.size());
    }
    waiting.forEach(waiter -> waiter.tell(end));
  }

  private void left(int count) {
    size -= count;
    if (size == 0) {
      ticker.stop();
    }
  }

  private void poll() {
    for (EventKey key : nextInTurn()) {
      if (!runs.holds(key)) {
        look(key);
      }
    }
  }

  private void look(EventKey key) {
    try {
      events.find(key).flatMap(Waiters::endOf).ifPresent(end -> ended(key, end));
    } catch (StoreUnavailableException | OutcomeUnknownException e) {
      log.debug("{} cannot be looked up now: {}", key, e.getMessage());
    }
  }

  private static Optional<End> endOf(EventRecord found) {
    return found
        .status()
        .match(
            pending -> Optional.empty(),
            processing -> Optional.empty(),
            complete -> Optional.of(new End(Receipt.Outcome.COMPLETED, complete.response())),
            failed -> Optional.of(End.UNSUCCESSFUL));
  }

  private synchronized List<EventKey> nextInTurn() {
    List<EventKey> next = byKey.keySet().stream().limit(EVENTS_PER_POLL).toList();
    for (EventKey key : next) {
      List<Waiter> waiting = byKey.remove(key);
      if (waiting != null) {
        byKey.put(key, waiting);
      }
    }
    return next;
  }
}
