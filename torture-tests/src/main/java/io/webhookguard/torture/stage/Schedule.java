package io.webhookguard.torture.stage;

import io.webhookguard.torture.plan.KillPoint;
import io.webhookguard.torture.plan.Life;
import io.webhookguard.torture.plan.Lives;
import io.webhookguard.torture.plan.RunPlan;
import java.util.Iterator;
import java.util.List;

/**
 * The lives of the workers in one slot: those that were dealt, and behind them, as long as the run
 * has room for it, lives for the points at which nobody was struck yet. A run with fewer kills than
 * there are points has no such room. One thread's own.
 */
final class Schedule implements Iterator<Life> {

  private final Iterator<Life> dealt;
  private final boolean makesUp;
  private final RunPlan plan;
  private final FaultLog log;
  private int turn;

  /**
   * A slot's schedule.
   *
   * @param slot the first one's workers live long, so that somebody takes over: nothing is made up
   *     for there
   */
  Schedule(int slot, List<Life> dealt, RunPlan plan, FaultLog log) {
    this.dealt = dealt.iterator();
    this.makesUp = slot > 0;
    this.plan = plan;
    this.log = log;
    this.turn = slot;
  }

  /** Whether there were kills enough, and all points that there is room for were struck. */
  static boolean isDone(RunPlan plan, FaultLog log) {
    return log.kills() >= plan.kills() && missing(plan, log).isEmpty();
  }

  private static List<KillPoint> missing(RunPlan plan, FaultLog log) {
    List<KillPoint> points = KillPoint.on(plan.store());
    return plan.kills() < points.size() ? List.of() : log.missing(points);
  }

  @Override
  public boolean hasNext() {
    return dealt.hasNext();
  }

  /** Each slot looks for another of the missing points. */
  @Override
  public Life next() {
    Life next = dealt.next();
    if (!makesUp || log.kills() < plan.kills()) {
      return next;
    }
    List<KillPoint> missing = missing(plan, log);
    return missing.isEmpty() ? next : Lives.forPoint(missing.get(turn++ % missing.size()));
  }
}
