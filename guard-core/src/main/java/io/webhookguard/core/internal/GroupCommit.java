package io.webhookguard.core.internal;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.core.runtime.GuardRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers what concurrent callers want of the store into few calls.
 *
 * <p><b>Alone.</b> A caller that finds fewer items under way than {@linkplain Bounds#freeItems a
 * few}, nobody waiting and no crowd lately, sends its items itself, in its own thread: one call, no
 * hand-off, no timer. A caller's thread never sends what belongs to others. So nobody is kept by
 * other people's work, and an interrupt or an error meets only whose it is.
 *
 * <p><b>Together.</b> Whoever else comes waits, without a thread, and travels with the next call,
 * on the background executor. It takes off when {@link Departures} says so, with all who wait by
 * then, up to a number of items and bytes.
 *
 * <p><b>Keys.</b> Items with the same key never share a call, where the second would be answered
 * otherwise than alone: its ticket waits for the next one.
 *
 * <p><b>Failures.</b> Each caller hears of its own items.
 *
 * <ol>
 *   <li>An absent store, or one that cannot be used, is told to everyone on the flight.
 *   <li>Anything else that is certain: the halves are sent instead, so that one ticket which the
 *       store cannot take fails alone.
 *   <li>A lost reply: the same items are sent again as they were, because the store knows their ids
 *       and answers as the first time. Nothing is divided before it has answered. Where the freight
 *       is not asked for here, the callers hear of the loss at once and do so themselves.
 *   <li>An error: nobody knows what happened, everyone hears that, and whoever waits goes on.
 * </ol>
 *
 * <p><b>Bounds.</b> Everything that was taken and not answered counts, in items and bytes. What
 * does not fit is refused at once. Callers that waited longer than they wanted to hear so at the
 * next {@link #tick}: what was not sent is refused, what was sent is in doubt.
 *
 * <p>Safe for use by many threads.
 */
final class GroupCommit<I, A> {

  /** Makes the call. */
  @FunctionalInterface
  interface Store<I, A> {

    /** One answer for each item, in their order. */
    List<A> send(List<I> items);
  }

  /**
   * How much there may be.
   *
   * @param freeItems while fewer are under way, who comes need not wait
   * @param flightItems in one call, unless one ticket alone has more
   * @param flightBytes in one call, unless one ticket alone has more
   * @param heldItems taken and not answered, unless one ticket alone has more
   * @param heldBytes taken and not answered, unless one ticket alone has more
   */
  record Bounds(int freeItems, int flightItems, long flightBytes, int heldItems, long heldBytes) {}

  private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);

  private static final int MAX_ASKS = 8;
  private static final int MAX_ASKERS = 4;
  private static final Duration MAX_ASKING = Duration.ofSeconds(3);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

  private final Freight<I> freight;
  private final Store<I, A> store;
  private final Bounds bounds;
  private final GuardRuntime runtime;

  /** A few ask at a time: they may hang with the store, and renewals need its threads too. */
  private final Semaphore askers = new Semaphore(MAX_ASKERS);

  /** Guards all below. */
  private final Object lock = new Object();

  private final Line<I, A> waiting = new Line<>();
  private final Departures departures;

  /** Those under way or asked for whose callers have no thread in it. In the order of boarding. */
  private final Set<Ticket<I, A>> aboard = new LinkedHashSet<>();

  private int heldTickets;
  private int heldItems;
  private long heldBytes;
  private boolean crowded;
  private boolean closed;

  GroupCommit(Freight<I> freight, Store<I, A> store, Bounds bounds, GuardRuntime runtime) {
    this.freight = freight;
    this.store = store;
    this.bounds = bounds;
    this.runtime = runtime;
    this.departures = new Departures(bounds.freeItems());
  }

  /** Sends the ticket's items in this thread if nothing is under way, else with the next call. */
  void submit(Ticket<I, A> ticket) {
    boolean taken;
    boolean alone;
    synchronized (lock) {
      taken = take(ticket);
      alone = taken && waiting.isEmpty() && departures.isFree();
      if (alone) {
        departures.flewAlone(ticket.items().size());
      } else if (taken) {
        waiting.add(ticket);
      }
    }
    if (!taken) {
      ticket.caller().refused();
    } else if (alone) {
      fly(new Flight<>(List.of(ticket), runtime.nanoTime()));
    } else {
      launch();
    }
  }

  /**
   * Sends the tickets' items with the next calls, never in this thread. Who is refused hears so
   * when the others are on their way: it may be slow to hear it, or unable to bear it.
   */
  void enqueue(List<Ticket<I, A>> tickets) {
    List<Runnable> refused = new ArrayList<>();
    synchronized (lock) {
      for (Ticket<I, A> ticket : tickets) {
        if (take(ticket)) {
          waiting.add(ticket);
        } else {
          refused.add(ticket.caller()::refused);
        }
      }
    }
    launch();
    tell(refused.iterator());
  }

  /** Whether everything that was taken has been answered. */
  boolean idle() {
    synchronized (lock) {
      return heldItems == 0;
    }
  }

  /** Time has passed: tells callers that have waited too long, and goes on with what waits. */
  void tick() {
    if (!idle()) {
      try {
        runtime.background().execute(this::dismissOverdue);
      } catch (RuntimeException | Error e) {
        // Full, or closed, or no thread could be made: the next tick tries again.
        log.debug("{} could not be looked at: {}", freight.title(), e.getClass().getName());
      }
    }
  }

  /** Nothing takes off any more, and who waits hears nothing more. */
  void close() {
    synchronized (lock) {
      closed = true;
      waiting.clear();
    }
  }

  // ---- the queue; all of it under the lock ------------------------------------------------------

  private boolean take(Ticket<I, A> ticket) {
    int items = ticket.items().size();
    boolean fits =
        heldItems == 0
            || (heldItems + items <= bounds.heldItems()
                && heldBytes + ticket.bytes() <= bounds.heldBytes());
    if (closed || !fits) {
      if (!crowded && !closed) {
        log.warn("WG207 {} {} wait for the store; more are refused", heldItems, freight.title());
      }
      crowded = true;
      return false;
    }
    departures.met(++heldTickets);
    heldItems += items;
    heldBytes += ticket.bytes();
    return true;
  }

  private List<Ticket<I, A>> board() {
    List<Ticket<I, A>> boarded = waiting.board(bounds.flightItems(), bounds.flightBytes());
    if (boarded.isEmpty()) {
      departures.wasEmpty();
    } else {
      departures.boarded(boarded.stream().mapToInt(ticket -> ticket.items().size()).sum());
      aboard.addAll(boarded);
    }
    return boarded;
  }

  /**
   * If only the first of a crowd are waiting, lets the next call go a little later. Says whether it
   * must go at once all the same, because nobody would wake it.
   */
  private boolean isLeftAlone() {
    Optional<Duration> linger = departures.linger(waiting.size());
    return linger.isPresent() && !isWokenAfter(linger.get());
  }

  private boolean isWokenAfter(Duration linger) {
    if (linger.isZero()) {
      return false;
    }
    long next = departures.takeOffs();
    try {
      runtime.scheduler().after(linger, () -> lingered(next));
      return true;
    } catch (RuntimeException | Error e) {
      // Closing, or no thread could be made for the timer.
      return false;
    }
  }

  // ---- flights ----------------------------------------------------------------------------------

  /** Lets as many flights take off as may. Counted before a thread has them, so that none wait. */
  private void launch() {
    while (true) {
      synchronized (lock) {
        if (!departures.mayTakeOff(waiting.size(), waiting.items()) && !isLeftAlone()) {
          return;
        }
        departures.tookOff();
      }
      try {
        runtime.background().execute(this::flyNext);
      } catch (RuntimeException | Error e) {
        // Full, or closed, or no thread could be made: whoever comes or ticks next tries again.
        log.debug("a call for {} was not taken: {}", freight.title(), e.getClass().getName());
        synchronized (lock) {
          departures.wasEmpty();
        }
        return;
      }
    }
  }

  private void flyNext() {
    List<Ticket<I, A>> boarded;
    synchronized (lock) {
      boarded = board();
    }
    if (!boarded.isEmpty()) {
      fly(new Flight<>(boarded, runtime.nanoTime()));
    }
  }

  private void lingered(long next) {
    synchronized (lock) {
      departures.lingered(next);
    }
    launch();
  }

  private void fly(Flight<I, A> flight) {
    send(flight, () -> landed(flight));
  }

  private void landed(Flight<I, A> flight) {
    synchronized (lock) {
      departures.landed(flight.size(), flight.ageNanos(runtime.nanoTime()));
    }
    launch();
  }

  /** Whoever waits goes on before those who travelled are told: they may be slow to hear it. */
  private void send(Flight<I, A> flight, Runnable landed) {
    List<Runnable> news = new ArrayList<>();
    try {
      send(flight, news);
    } catch (Error e) {
      failAll(flight, e, true, news);
      throw e;
    } finally {
      landed.run();
      tell(news.iterator());
    }
  }

  private void send(Flight<I, A> flight, List<Runnable> news) {
    Halving.call(
        flight.tickets(),
        tickets -> sendPart(flight.tickets() == tickets ? flight : flight.part(tickets), news),
        (ticket, why) -> news.add(() -> fail(ticket, why, flight.inDoubt())));
  }

  /** Sends tickets in one call. Throws what the store says against them and not of itself. */
  private void sendPart(Flight<I, A> flight, List<Runnable> news) {
    try {
      List<I> items = flight.items();
      List<A> answers = store.send(items);
      if (answers.size() != items.size()) {
        throw new OutcomeUnknownException(
            "the store gave " + answers.size() + " answers to " + items.size());
      }
      answer(flight, answers, news);
    } catch (OutcomeUnknownException e) {
      askAgain(flight, e, news);
    } catch (RuntimeException e) {
      if (!Halving.isTheStores(e)) {
        throw e;
      }
      if (flight.inDoubt()) {
        askAgain(flight, e, news);
      } else {
        failAll(flight, e, false, news);
      }
    }
  }

  // ---- lost replies -----------------------------------------------------------------------------

  private void askAgain(Flight<I, A> flight, RuntimeException why, List<Runnable> news) {
    int before = flight.lost();
    if (!freight.isAskedFor() || before + 1 >= MAX_ASKS || flight.isDeserted()) {
      failAll(flight, why, true, news);
      return;
    }
    synchronized (lock) {
      flight.tickets().stream().filter(ticket -> !ticket.isClosed()).forEach(aboard::add);
    }
    if (!askLater(flight, FIRST_PAUSE.multipliedBy(1L << before))) {
      failAll(flight, why, true, news);
    }
  }

  /** Says whether there is time for it, and somebody who keeps it. */
  private boolean askLater(Flight<I, A> flight, Duration pause) {
    long age = flight.ageNanos(runtime.nanoTime());
    if (age + pause.toNanos() > MAX_ASKING.toNanos()) {
      return false;
    }
    try {
      runtime.scheduler().after(pause, () -> askElsewhere(flight));
      return true;
    } catch (RuntimeException | Error e) {
      return false;
    }
  }

  private void askElsewhere(Flight<I, A> flight) {
    try {
      runtime.background().execute(() -> ask(flight));
    } catch (RuntimeException | Error e) {
      giveUp(flight);
    }
  }

  private void ask(Flight<I, A> flight) {
    synchronized (lock) {
      if (closed) {
        return;
      }
    }
    if (askers.tryAcquire()) {
      send(flight, askers::release);
    } else if (!askLater(flight, FIRST_PAUSE)) {
      giveUp(flight);
    }
  }

  private void giveUp(Flight<I, A> flight) {
    List<Runnable> news = new ArrayList<>();
    failAll(flight, new OutcomeUnknownException("it could not be asked for"), true, news);
    tell(news.iterator());
  }

  // ---- what callers hear ------------------------------------------------------------------------

  private void answer(Flight<I, A> flight, List<A> answers, List<Runnable> news) {
    int from = 0;
    for (Ticket<I, A> ticket : flight.tickets()) {
      int to = from + ticket.items().size();
      List<A> own = answers.subList(from, to);
      news.add(() -> tell(ticket, () -> ticket.caller().answered(own)));
      from = to;
    }
  }

  private void failAll(
      Flight<I, A> flight, Throwable why, boolean mayHaveHappened, List<Runnable> news) {
    flight.tickets().forEach(ticket -> news.add(() -> fail(ticket, why, mayHaveHappened)));
  }

  private void fail(Ticket<I, A> ticket, Throwable why, boolean mayHaveHappened) {
    tell(ticket, () -> ticket.caller().failed(why, mayHaveHappened));
  }

  private void dismissOverdue() {
    long now = runtime.nanoTime();
    List<Runnable> news = new ArrayList<>();
    synchronized (lock) {
      waiting.leave(now).forEach(ticket -> news.add(() -> tell(ticket, ticket.caller()::refused)));
      departures.tick(!waiting.isEmpty());
      OutcomeUnknownException late = new OutcomeUnknownException("no answer in good time");
      aboard.stream()
          .filter(ticket -> ticket.isOverdue(now))
          .forEach(ticket -> news.add(() -> fail(ticket, late, true)));
    }
    launch();
    tell(news.iterator());
  }

  /** Even an error in the middle leaves nobody without an answer. */
  private static void tell(Iterator<Runnable> news) {
    while (news.hasNext()) {
      boolean told = false;
      try {
        news.next().run();
        told = true;
      } finally {
        if (!told) {
          tell(news);
        }
      }
    }
  }

  /** A caller that cannot bear what it hears does not keep it from the others. */
  private void tell(Ticket<I, A> ticket, Runnable news) {
    if (!ticket.close()) {
      return;
    }
    synchronized (lock) {
      aboard.remove(ticket);
      heldTickets--;
      heldItems -= ticket.items().size();
      heldBytes -= ticket.bytes();
      crowded &= heldItems > 0;
    }
    try {
      news.run();
    } catch (RuntimeException e) {
      log.error("WG208 a caller could not take the answer to its {}", freight.title(), e);
    }
  }
}
