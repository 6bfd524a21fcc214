package io.webhookguard.core.simulation;

import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.Limits;
import io.webhookguard.api.store.PageRequest;
import io.webhookguard.core.SharedDatabase;
import io.webhookguard.core.VirtualRuntime;
import io.webhookguard.store.memory.MemoryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What all who play in one run share: time, chance, the store, and what was found wrong. */
final class Stage {

  /** What was found wrong. */
  record Breach(Invariant invariant, String what) {}

  /** So many calls and handlers may stand in the middle of something at once. */
  private static final int MAX_DEPTH = 12;

  final Scenario scenario;
  final Chance chance;
  final VirtualRuntime time;
  final MemoryStore store;
  final SharedDatabase database;
  final Tally tally = new Tally();
  final Story story;
  final PurgeCheck purgers = new PurgeCheck(this);

  private final List<Breach> breaches = new ArrayList<>();
  private Duration storeClockError = Duration.ZERO;
  private Duration lateUntil = Duration.ZERO;
  private boolean calm = true;
  private int depth;
  private int callsHeld;

  Stage(long seed, boolean told) {
    this.chance = new Chance(seed);
    this.scenario = Scenario.draw(chance);
    this.time = new VirtualRuntime(chance::below);
    this.store = new MemoryStore(() -> time.clock().instant().plus(storeClockError));
    this.database = new SharedDatabase(store);
    this.story = new Story(time, told);
  }

  /** Whether the trouble belongs to this run, has begun and has not ended. */
  boolean troubledBy(Trouble trouble) {
    return !calm && scenario.has(trouble);
  }

  /** Whether there are no faults yet, or no more. */
  boolean isCalm() {
    return calm;
  }

  void beginFaults() {
    calm = false;
    story.tell(() -> "the faults begin");
  }

  void endFaults() {
    calm = true;
    story.tell(() -> "the faults end");
  }

  void jumpStoreClock(Duration by) {
    storeClockError = storeClockError.plus(by);
  }

  /** A call that was given up takes effect after so long. */
  void expectLateEffect(Duration delay) {
    Duration at = time.age().plus(delay);
    lateUntil = at.compareTo(lateUntil) > 0 ? at : lateUntil;
  }

  /** How long until the last call that was given up has taken effect. */
  Duration lateFor() {
    Duration left = lateUntil.minus(time.age());
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Up to so many others do something while a call to the store is under way. */
  void othersGoOn(int most) {
    if (depth < MAX_DEPTH) {
      depth++;
      callsHeld++;
      time.letRun(chance.between(1, most));
      callsHeld--;
      depth--;
    }
  }

  /** Time passes while a call to the store is under way, or a node stands still. */
  void timePassesInCall(Duration by) {
    if (depth < MAX_DEPTH) {
      depth++;
      callsHeld++;
      time.advance(by);
      callsHeld--;
      depth--;
    }
  }

  /**
   * Time passes while a handler runs. Not while a call to the store is under way: that would have
   * to wait for the handler, as only a stalled one does.
   */
  boolean timePasses(Duration by) {
    if (depth >= MAX_DEPTH || (callsHeld > 0 && !scenario.has(Trouble.STALL))) {
      return false;
    }
    depth++;
    time.advance(by);
    depth--;
    return true;
  }

  void breach(Invariant invariant, String what) {
    story.tell(() -> "BREACH of " + invariant + ": " + what);
    breaches.add(new Breach(invariant, what));
  }

  void require(boolean holds, Invariant invariant, String otherwise) {
    if (!holds) {
      breach(invariant, otherwise);
    }
  }

  List<Breach> breaches() {
    return breaches;
  }

  /** All events that the store knows. */
  List<EventRecord> events() {
    return store.events().search(EventQuery.ALL, PageRequest.first(Limits.MAX_PAGE)).events();
  }
}
