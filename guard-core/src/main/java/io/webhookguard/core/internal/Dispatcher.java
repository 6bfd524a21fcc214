package io.webhookguard.core.internal;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.ClaimRequest;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.Limits;
import io.webhookguard.core.GuardObserver;
import io.webhookguard.core.runtime.GuardRuntime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims due events while there are free slots, one call at a time.
 *
 * <p><b>When.</b> On every tick, and at once when something may have become due here: an admission,
 * the end of a lane's head, a slot that came free while more was known to wait.
 *
 * <p><b>Lost replies.</b> A call whose reply was lost may have granted claims. Its id and its slots
 * are kept until the store has said which; nothing else is claimed before that. Otherwise these
 * claims would only come back when their lease ends, in doubt although they never ran.
 *
 * <p><b>Late calls.</b> A call may also take effect after the store was asked about it. So for one
 * lease it is asked about again now and then, without keeping anything else waiting. What comes of
 * it later still is left to the end of its lease.
 */
final class Dispatcher {

  private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

  /** The most calls in a row, so that one wake never becomes a loop without end. */
  private static final int MAX_ROUNDS = 64;

  /** The most calls that may still take effect late; the oldest are forgotten first. */
  private static final int MAX_LATE = 16;

  /** A call that may have granted up to so many claims. */
  private record Lost(UUID claimId, int slots, long askedNanos) {}

  /**
   * A call that had granted nothing when the store was asked last.
   *
   * @param madeNanos when it was made
   * @param askedNanos when the store was asked last
   */
  private record Late(UUID claimId, long madeNanos, long askedNanos) {}

  private final EventStore events;
  private final StoreContact contact;
  private final Set<Route> routes;
  private final Gates gates;
  private final Slots slots;
  private final Runs runs;
  private final Runner runner;
  private final Health health;
  private final GuardRuntime runtime;
  private final GuardObserver observer;
  private final Ids ids;
  private final String node;
  private final Duration lease;
  private final Duration poll;
  private final Coalesced work;
  private final Deque<Lost> lost = new ArrayDeque<>();

  /** Used by {@link #work} alone, which runs once at a time. */
  private final Deque<Late> late = new ArrayDeque<>();

  /** Routes for which a wake is planned. */
  private final Set<Route> waiting = ConcurrentHashMap.newKeySet();

  /** Used by {@link #work} alone. */
  private boolean limitedFirst;

  private volatile boolean stopped = true;
  private volatile boolean moreWaits;
  private volatile boolean limitedWait;

  Dispatcher(
      Node node,
      Set<Route> routes,
      Gates gates,
      StoreContact contact,
      Slots slots,
      Runs runs,
      Runner runner,
      Health health,
      Runnable whenIdle) {
    this.events = node.store().events();
    this.contact = contact;
    this.routes = routes;
    this.gates = gates;
    this.slots = slots;
    this.runs = runs;
    this.runner = runner;
    this.health = health;
    this.runtime = node.runtime();
    this.observer = node.observer();
    this.ids = node.ids();
    this.node = node.name();
    this.lease = node.settings().lease();
    this.poll = node.settings().poll();
    this.work = new Coalesced("claiming events", runtime.background(), this::work, whenIdle);
  }

  void start() {
    stopped = false;
    wake();
  }

  /** No further claims. What a lost reply may have granted is still asked for, and handed back. */
  void stop() {
    stopped = true;
    work.request();
  }

  /** Something may be due. After the stop only lost replies are. */
  void wake() {
    if (!stopped || anyLost()) {
      work.request();
    }
  }

  /** A slot came free. */
  void slotFreed() {
    if (moreWaits || limitedWait) {
      wake();
    }
  }

  /** Takes charge of the claims that a call made elsewhere may have granted, and of their slots. */
  void adopt(UUID claimId, int reservedSlots, long askedNanos) {
    adopt(new Lost(claimId, reservedSlots, askedNanos));
    work.request();
  }

  /** Whether no reply is lost and no call is under way, which might still grant something. */
  boolean idle() {
    // In this order: what is taken from the lost ones is taken by work.
    return !anyLost() && work.idle();
  }

  private boolean anyLost() {
    synchronized (lost) {
      return !lost.isEmpty();
    }
  }

  private void work() {
    if (!findLost() || !findLate() || stopped || !health.good() || routes.isEmpty()) {
      return;
    }
    List<Route> limited = gates.limited(routes);
    if (limitedFirst) {
      claimLimited(limited);
    }
    claimOpen();
    if (!limitedFirst) {
      claimLimited(limited);
    }
    // Whoever comes first may take all slots: not always the same.
    limitedFirst = !limitedFirst;
  }

  private void claimOpen() {
    for (int round = 0; round < MAX_ROUNDS && !stopped && !anyLost(); round++) {
      Set<Route> open = gates.wideOpen(routes);
      if (open.isEmpty()) {
        return;
      }
      // Said before the slots are counted: one that comes free in between is not overlooked.
      moreWaits = true;
      int wanted = slots.reserve(Limits.MAX_BATCH);
      if (wanted == 0) {
        return;
      }
      moreWaits = claim(open, wanted);
      if (!moreWaits) {
        return;
      }
    }
  }

  /** What a route's limits leave room for is claimed for it alone. */
  private void claimLimited(List<Route> limited) {
    limitedWait = false;
    for (Route route : limited) {
      if (anyLost()) {
        limitedWait = true;
        return;
      }
      int room = Math.min(Limits.MAX_BATCH, gates.room(route));
      if (stopped || room == 0) {
        wakeWhenThereIsRoom(route);
        continue;
      }
      int wanted = slots.reserve(room);
      if (wanted == 0 || claim(Set.of(route), wanted)) {
        limitedWait = true;
        wakeWhenThereIsRoom(route);
      }
    }
  }

  /** Sooner than with the next poll, where that is known. */
  private void wakeWhenThereIsRoom(Route route) {
    Duration patience = gates.of(route).map(Gate::patience).orElse(Duration.ZERO);
    if (!patience.isZero() && patience.compareTo(poll) < 0 && waiting.add(route)) {
      runtime
          .scheduler()
          .after(
              patience,
              () -> {
                waiting.remove(route);
                wake();
              });
    }
  }

  /** Claims up to {@code wanted} and says whether more may be waiting. */
  private boolean claim(Set<Route> from, int wanted) {
    Lost call = new Lost(ids.next(), wanted, runtime.nanoTime());
    boolean kept = false;
    try {
      ClaimRequest request =
          new ClaimRequest(
              node, call.claimId(), lease, new ClaimRequest.Selection.DueHeads(from, wanted));
      List<Attempt> granted = contact.call(() -> events.claim(request));
      kept = true;
      tellClock(granted);
      start(granted, call);
      return granted.size() == wanted;
    } catch (OutcomeUnknownException e) {
      kept = true;
      adopt(call);
      return false;
    } catch (StoreUnavailableException e) {
      log.debug("no claims while the store is away: {}", e.getMessage());
      return false;
    } finally {
      if (!kept) {
        slots.release(wanted);
      }
    }
  }

  /** The claims' start is the store's now, as it was during the call. */
  private void tellClock(List<Attempt> granted) {
    if (!granted.isEmpty()) {
      observer.storeClock(Duration.between(runtime.clock().instant(), granted.get(0).startedAt()));
    }
  }

  private void adopt(Lost call) {
    synchronized (lost) {
      lost.addLast(call);
    }
  }

  /** Asks for lost replies, oldest first, and says whether none is left. */
  private boolean findLost() {
    Optional<Lost> next = oldestLost();
    while (next.isPresent()) {
      Lost call = next.get();
      try {
        List<Attempt> granted = contact.call(() -> events.claims(call.claimId()));
        synchronized (lost) {
          lost.remove(call);
        }
        if (granted.isEmpty()) {
          mayBeLate(new Late(call.claimId(), call.askedNanos(), runtime.nanoTime()));
        }
        start(granted, call);
      } catch (StoreUnavailableException | OutcomeUnknownException e) {
        log.debug("a lost claim cannot be asked for yet: {}", e.getMessage());
        return false;
      }
      next = oldestLost();
    }
    return true;
  }

  private void mayBeLate(Late call) {
    late.addLast(call);
    if (late.size() > MAX_LATE) {
      late.removeFirst();
    }
  }

  /** Asks again for calls that had granted nothing, and says whether the store could be asked. */
  private boolean findLate() {
    for (Late call : List.copyOf(late)) {
      long now = runtime.nanoTime();
      if (now - call.madeNanos() > lease.toNanos()) {
        late.remove(call);
      } else if (now - call.askedNanos() >= poll.toNanos() && !findLate(call, now)) {
        return false;
      }
    }
    return true;
  }

  private boolean findLate(Late call, long now) {
    try {
      List<Attempt> granted = contact.call(() -> events.claims(call.claimId()));
      late.remove(call);
      if (granted.isEmpty()) {
        mayBeLate(new Late(call.claimId(), call.madeNanos(), now));
      } else {
        // Granted since it was asked last: that is how old these leases may be.
        log.debug("a call of {} granted {} claims late", node, granted.size());
        start(granted, new Lost(call.claimId(), slots.reserve(granted.size()), call.askedNanos()));
      }
      return true;
    } catch (StoreUnavailableException | OutcomeUnknownException e) {
      log.debug("a late claim cannot be asked for now: {}", e.getMessage());
      return false;
    }
  }

  private Optional<Lost> oldestLost() {
    synchronized (lost) {
      return Optional.ofNullable(lost.peekFirst());
    }
  }

  private void start(List<Attempt> granted, Lost call) {
    int used = 0;
    for (Attempt attempt : granted) {
      boolean slot = used < call.slots();
      Run run = new Run(attempt, slot, call.askedNanos());
      if (runs.holds(run.name())) {
        continue;
      }
      used += slot ? 1 : 0;
      if (stopped) {
        runner.giveBack(run);
      } else if (!slot) {
        runner.refuse(run);
      } else {
        runner.start(run);
      }
    }
    if (used < call.slots()) {
      slots.release(call.slots() - used);
    }
  }
}
