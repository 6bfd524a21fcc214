package io.webhookguard.core.internal;

import java.time.Duration;
import java.util.Optional;

/**
 * Decides when calls to a store take off, from what waits and what is under way.
 *
 * <ul>
 *   <li>A caller that finds few items under way and no crowd lately flies alone.
 *   <li>Otherwise a call takes off when calls have landed and only few items are under way.
 *   <li>Where there has been a {@linkplain Crowd crowd} lately, it takes off when nothing is under
 *       way and half of them wait, or when it has waited a moment for them, once.
 *   <li>While more than {@value #ITEMS_PER_FLIGHT} items wait for each call that is under way,
 *       another one takes off at once.
 *   <li>So it does where a tick finds that nothing took off since the last one, because what is
 *       under way hangs.
 *   <li>At most {@value #MAX_FLIGHTS} calls are under way.
 * </ul>
 *
 * <p>Why these rules: two or three callers gain nothing by sharing calls, more gain the more the
 * larger the calls are, and beyond a hundred one call at a time leaves the store idle.
 *
 * <p>Not safe for use by several threads: its owner holds a lock.
 */
final class Departures {

  static final int ITEMS_PER_FLIGHT = 16;
  static final int MAX_FLIGHTS = 4;

  private final int freeItems;
  private final Crowd crowd = new Crowd();

  private int flying;
  private int flyingItems;

  /** How many of those that are flying have no passengers yet. */
  private int boarding;

  private long takeOffs;
  private long takeOffsAtTick;

  /** Who waits has seen a tick, and no call since the one before: what is under way may hang. */
  private boolean stalled;

  /** The number of take-offs before which a call has waited for a crowd, or waits. */
  private long lingeredBefore = -1;

  private boolean lingered;

  /**
   * Nothing is under way.
   *
   * @param freeItems while fewer are under way, who comes need not wait
   */
  Departures(int freeItems) {
    this.freeItems = freeItems;
  }

  /** So many callers are there at once. */
  void met(int callers) {
    crowd.met(callers);
  }

  /** Whether a caller may fly alone, if nobody waits. */
  boolean isFree() {
    return isQuiet() && !crowd.isCrowd();
  }

  /** A caller flies alone, with so many items. */
  void flewAlone(int items) {
    flying++;
    flyingItems += items;
  }

  /** Whether a call may take off, while so many callers wait with so many items. */
  boolean mayTakeOff(int waiting, int waitingItems) {
    if (waiting == 0 || flying == MAX_FLIGHTS) {
      return false;
    }
    if (stalled || (flying > 0 && waitingItems > flying * ITEMS_PER_FLIGHT)) {
      return true;
    }
    return crowd.isCrowd() ? flying == 0 && (lingered || crowd.isGathered(waiting)) : isQuiet();
  }

  private boolean isQuiet() {
    return flyingItems < freeItems && boarding == 0 && flying < MAX_FLIGHTS;
  }

  /**
   * If only the first of a crowd wait: how long the next call waits for the others. Said once for
   * each call; whoever is told sees to it that it is {@linkplain #lingered told} in time.
   */
  Optional<Duration> linger(int waiting) {
    if (waiting == 0 || flying > 0 || lingeredBefore == takeOffs) {
      return Optional.empty();
    }
    lingeredBefore = takeOffs;
    return Optional.of(crowd.linger());
  }

  /** How many calls have taken off: the next one's name. */
  long takeOffs() {
    return takeOffs;
  }

  /** The next call has waited for others, if it is still this one. */
  void lingered(long next) {
    lingered |= takeOffs == next;
  }

  /** A call takes off, and nobody is on it yet. */
  void tookOff() {
    flying++;
    boarding++;
    takeOffs++;
    lingered = false;
    stalled = false;
  }

  /** So many items are on a call that took off. */
  void boarded(int items) {
    boarding--;
    flyingItems += items;
  }

  /** Nobody is on a call that took off, and it is over. */
  void wasEmpty() {
    boarding--;
    flying--;
  }

  /** A call of so many items is over, and took so long. */
  void landed(int items, long nanos) {
    flying--;
    flyingItems -= items;
    crowd.landed(nanos);
  }

  /** Time has passed. */
  void tick(boolean anybodyWaits) {
    stalled = anybodyWaits && takeOffs == takeOffsAtTick;
    takeOffsAtTick = takeOffs;
  }
}
