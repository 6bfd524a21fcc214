package io.webhookguard.torture.check;

import io.webhookguard.torture.history.EventName;
import io.webhookguard.torture.history.EventRow;
import io.webhookguard.torture.history.Fault;
import io.webhookguard.torture.history.Fault.Kind;
import io.webhookguard.torture.history.History;
import io.webhookguard.torture.history.LedgerRow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decides all invariants from the history of a run. */
public final class Checker {

  private static final Pattern THREADS = Pattern.compile("left (\\d+)");

  /** Handlers, store, front, pool and those of the JVM itself. */
  private static final int MOST_THREADS = 80;

  /** Entries whose transactions overlap may stand in the other order, and clocks are adjusted. */
  private static final long CLOCK_MILLIS = 30_000;

  private Checker() {}

  /**
   * Judges a run.
   *
   * @param lease how long the run's claims were good for
   * @return what did not hold; empty when all did
   */
  public static List<Breach> judge(History history, Duration lease) {
    Breaches breaches = new Breaches();
    new AccountCheck(history, breaches).check();
    new EffectCheck(history, breaches).check();
    new BankCheck(history, breaches).check();
    Map<EventName, EventRow> events = history.eventsById();
    Map<EventName, List<LedgerRow>> stories = history.stories();
    stories.forEach(
        (id, story) -> new StoryCheck(id, lease, breaches).check(story, events.get(id)));
    events
        .keySet()
        .forEach(
            id -> breaches.require(stories.containsKey(id), Invariant.I11, id + " has no ledger"));
    new LaneCheck(history, breaches).check();
    checkClock(history, breaches);
    checkRest(history, breaches);
    return breaches.all();
  }

  /** Leases are judged by one clock, the store's: it is the only one that the ledger shows. */
  private static void checkClock(History history, Breaches breaches) {
    long latest = 0;
    for (LedgerRow row : history.ledger()) {
      breaches.require(
          row.atMillis() > latest - CLOCK_MILLIS,
          Invariant.I8,
          "the ledger's clock goes back by " + (latest - row.atMillis()) + " ms at " + row);
      latest = Math.max(latest, row.atMillis());
    }
  }

  private static void checkRest(History history, Breaches breaches) {
    history
        .leftovers()
        .forEach(
            (what, count) ->
                breaches.require(count == 0, Invariant.I14, count + " " + what + " are left"));
    for (Fault fault : history.faults()) {
      if (fault.kind() == Kind.STOPPED && !fault.node().equals("trainee")) {
        Matcher left = THREADS.matcher(fault.detail());
        breaches.require(
            left.matches() && Integer.parseInt(left.group(1)) <= MOST_THREADS,
            Invariant.I14,
            fault.node() + " stopped: " + fault.detail());
      }
    }
  }
}
