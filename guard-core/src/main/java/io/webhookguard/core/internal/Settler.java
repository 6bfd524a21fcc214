package io.webhookguard.core.internal;

import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.SettleAnswer;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.core.GuardObserver.SharedCall;
import io.webhookguard.core.runtime.GuardRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the store how attempts ended, until it has answered.
 *
 * <ol>
 *   <li>A worker whose attempt has ended tells it itself if few other ends are on their way;
 *       otherwise it goes with the next call, and the worker is free.
 *   <li>Lost replies, an absent store and locked rows are answered by the same settlement again,
 *       later: the store knows it by its token. The claim is renewed meanwhile.
 *   <li>A settlement that the store cannot take is left to its lease; its neighbours are not.
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
  private static final int MAX_ALONE = 4;
  private static final int MAX_PER_CALL = 256;
  private static final long MAX_BYTES_PER_CALL = 4L << 20;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final int LONGEST_PAUSE_SHIFT = 5;

  /** Never refused: there are no more of them than slots and takeovers. */
  private static final GroupCommit.Bounds BOUNDS =
      new GroupCommit.Bounds(
          MAX_ALONE, MAX_PER_CALL, MAX_BYTES_PER_CALL, Integer.MAX_VALUE, Long.MAX_VALUE);

  private final Runs runs;
  private final Listener listener;
  private final GuardRuntime runtime;
  private final GroupCommit<Settlement, SettleAnswer> group;

  /** Guards all below. */
  private final Object lock = new Object();

  private final List<End> unanswered = new ArrayList<>();
  private int failuresInARow;
  private boolean retryPlanned;

  Settler(Node node, StoreContact contact, Runs runs, Listener listener) {
    EventStore events = node.store().events();
    this.runs = runs;
    this.listener = listener;
    this.runtime = node.runtime();
    this.group =
        new GroupCommit<>(
            SettlementFreight.INSTANCE,
            settlements -> {
              node.observer().gathered(SharedCall.SETTLE, settlements.size());
              return contact.call(() -> events.settle(settlements));
            },
            BOUNDS,
            runtime);
  }

  /** Takes an attempt's end. Returns at once; the run stays held until the store has answered. */
  void settle(Run run, Settlement settlement) {
    group.enqueue(List.of(ticket(new End(run, settlement))));
  }

  /** As {@link #settle}, but may call the store in this thread, which has nothing else to do. */
  void settleHere(Run run, Settlement settlement) {
    group.submit(ticket(new End(run, settlement)));
  }

  private Ticket<Settlement, SettleAnswer> ticket(End end) {
    return new Ticket<>(
        SettlementFreight.INSTANCE,
        List.of(end.settlement),
        end,
        runtime.nanoTime(),
        Ticket.PATIENT);
  }

  /** Tries again what waits. */
  void nudge() {
    List<End> again;
    synchronized (lock) {
      again = unanswered.stream().filter(end -> runs.holds(end.run.name())).toList();
      unanswered.clear();
    }
    group.enqueue(again.stream().map(this::ticket).toList());
  }

  /** Whether nothing waits. */
  boolean idle() {
    synchronized (lock) {
      return unanswered.isEmpty() && group.idle();
    }
  }

  private void retry() {
    synchronized (lock) {
      retryPlanned = false;
    }
    nudge();
  }

  /** One end on its way. */
  private final class End implements Ticket.Caller<SettleAnswer> {
    private final Run run;
    private final Settlement settlement;

    private End(Run run, Settlement settlement) {
      this.run = run;
      this.settlement = settlement;
    }

    @Override
    public void answered(List<SettleAnswer> answers) {
      boolean known =
          answers
              .get(0)
              .match(
                  settled -> {
                    runs.leave(run);
                    listener.settled(run, settlement);
                    return true;
                  },
                  superseded -> {
                    runs.leave(run);
                    listener.superseded(run, superseded.newestToken());
                    return true;
                  },
                  lockedRow -> false);
      if (known) {
        synchronized (lock) {
          failuresInARow = 0;
        }
      } else {
        again();
      }
    }

    @Override
    public void failed(Throwable why, boolean mayHaveHappened) {
      if (mayHaveHappened || why instanceof StoreUnavailableException) {
        log.debug("the end of {} waits for the store: {}", run, why.getMessage());
        again();
      } else {
        log.error("WG403 the store cannot record the end of {}; it is left to its lease", run, why);
        runs.leave(run);
      }
    }

    @Override
    public void refused() {
      again();
    }

    /** One retry is planned at a time: others who ask in between must not make more of them. */
    private void again() {
      synchronized (lock) {
        unanswered.add(this);
        if (retryPlanned) {
          return;
        }
        int shift = Math.min(failuresInARow, LONGEST_PAUSE_SHIFT);
        runtime.scheduler().after(FIRST_PAUSE.multipliedBy(1L << shift), Settler.this::retry);
        failuresInARow++;
        retryPlanned = true;
      }
    }
  }
}
