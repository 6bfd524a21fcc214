package io.webhookguard.core.internal;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.SettleAnswer;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.core.runtime.GuardRuntime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the store how attempts ended, until it has answered.
 *
 * <ol>
 *   <li>What ends while a call is under way goes with the next call, up to {@value #BATCH} at once.
 *   <li>Lost replies, an absent store and locked rows are answered by the same settlement again,
 *       later: the store knows it by its token. The claim is renewed meanwhile.
 *   <li>A call that fails otherwise is repeated one by one, so that one settlement which the store
 *       cannot take does not hold up its neighbours; that one is left to its lease.
 * </ol>
 */
final class Settler {

  /** Hears how settlements were answered. */
  interface Listener {

    /** It is recorded. */
    void settled(Run run, Settlement settlement);

    /** The claim was over; nothing was recorded. */
    void superseded(Run run, long newestToken);
  }

  private static final Logger log = LoggerFactory.getLogger(Settler.class);
  private static final int BATCH = 256;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final int LONGEST_PAUSE_SHIFT = 5;

  private record Entry(Run run, Settlement settlement) {}

  private final EventStore events;
  private final StoreContact contact;
  private final Runs runs;
  private final Listener listener;
  private final GuardRuntime runtime;
  private final Coalesced flush;
  private final Deque<Entry> waiting = new ArrayDeque<>();
  private int failuresInARow;
  private boolean retryPlanned;

  Settler(
      EventStore events, StoreContact contact, Runs runs, Listener listener, GuardRuntime runtime) {
    this.events = events;
    this.contact = contact;
    this.runs = runs;
    this.listener = listener;
    this.runtime = runtime;
    this.flush = new Coalesced("settling attempts", runtime.background(), this::flush);
  }

  /** Takes an attempt's end. Returns at once; the run stays held until the store has answered. */
  void settle(Run run, Settlement settlement) {
    synchronized (waiting) {
      waiting.addLast(new Entry(run, settlement));
    }
    flush.request();
  }

  /** Tries again what waits. */
  void nudge() {
    if (!idle()) {
      flush.request();
    }
  }

  /** Whether nothing waits. */
  boolean idle() {
    synchronized (waiting) {
      return waiting.isEmpty();
    }
  }

  private void flush() {
    List<Entry> batch = take();
    while (!batch.isEmpty()) {
      List<Entry> unanswered = batch;
      try {
        unanswered = send(batch);
      } finally {
        if (!unanswered.isEmpty()) {
          putBack(unanswered);
          pause();
        }
      }
      if (!unanswered.isEmpty()) {
        return;
      }
      failuresInARow = 0;
      batch = take();
    }
  }

  private List<Entry> take() {
    synchronized (waiting) {
      List<Entry> batch = new ArrayList<>();
      while (batch.size() < BATCH && !waiting.isEmpty()) {
        batch.add(waiting.removeFirst());
      }
      return batch;
    }
  }

  private void putBack(List<Entry> entries) {
    synchronized (waiting) {
      entries.stream().filter(entry -> runs.holds(entry.run().name())).forEach(waiting::addLast);
    }
  }

  /** One retry is planned at a time: others who ask in between must not make more of them. */
  private void pause() {
    synchronized (waiting) {
      if (retryPlanned) {
        return;
      }
      int shift = Math.min(failuresInARow, LONGEST_PAUSE_SHIFT);
      runtime.scheduler().after(FIRST_PAUSE.multipliedBy(1L << shift), this::retry);
      failuresInARow++;
      retryPlanned = true;
    }
  }

  private void retry() {
    synchronized (waiting) {
      retryPlanned = false;
    }
    flush.request();
  }

  /** Sends a batch and returns what must be sent again. */
  private List<Entry> send(List<Entry> batch) {
    try {
      return digest(
          batch, contact.call(() -> events.settle(batch.stream().map(Entry::settlement).toList())));
    } catch (StoreUnavailableException | OutcomeUnknownException e) {
      log.debug("{} settlements wait for the store: {}", batch.size(), e.getMessage());
      return batch;
    } catch (RuntimeException e) {
      return refused(batch, e);
    }
  }

  private List<Entry> refused(List<Entry> batch, RuntimeException why) {
    if (batch.size() > 1) {
      List<Entry> unanswered = new ArrayList<>();
      batch.forEach(entry -> unanswered.addAll(send(List.of(entry))));
      return unanswered;
    }
    Run run = batch.get(0).run();
    log.error("the store cannot record the end of {}; it is left to its lease", run, why);
    runs.leave(run);
    return List.of();
  }

  private List<Entry> digest(List<Entry> batch, List<SettleAnswer> answers) {
    List<Entry> locked = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      Entry entry = batch.get(i);
      boolean answered =
          answers
              .get(i)
              .match(
                  settled -> {
                    runs.leave(entry.run());
                    listener.settled(entry.run(), entry.settlement());
                    return true;
                  },
                  superseded -> {
                    runs.leave(entry.run());
                    listener.superseded(entry.run(), superseded.newestToken());
                    return true;
                  },
                  lockedRow -> false);
      if (!answered) {
        locked.add(entry);
      }
    }
    return locked;
  }
}
