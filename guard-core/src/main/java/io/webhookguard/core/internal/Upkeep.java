package io.webhookguard.core.internal;

import io.webhookguard.core.runtime.GuardRuntime;
import java.time.Duration;

/**
 * The periodic work on claims: settle what waits, renew what is held, and only then take over what
 * others have left. In this order, so that work running in this process is never taken over by it.
 * Taking over is a task of its own: a store that is slow at it must not keep claims from being
 * renewed.
 */
final class Upkeep {

  private final Settler settler;
  private final Renewal renewal;
  private final Recovery recovery;
  private final StoreContact contact;
  private final Health health;
  private final GuardRuntime runtime;
  private final Duration longestGap;
  private final Coalesced work;
  private final Coalesced takeover;
  private volatile long lastNanos;
  private volatile boolean stopping;

  Upkeep(
      Node node,
      Settler settler,
      Renewal renewal,
      Recovery recovery,
      StoreContact contact,
      Health health,
      Runnable whenIdle) {
    this.settler = settler;
    this.renewal = renewal;
    this.recovery = recovery;
    this.contact = contact;
    this.health = health;
    this.runtime = node.runtime();
    this.longestGap = node.settings().lease().dividedBy(2);
    this.work = new Coalesced("keeping claims", runtime.background(), this::work, whenIdle);
    this.takeover =
        new Coalesced("taking claims over", runtime.background(), this::takeOver, whenIdle);
  }

  void start() {
    lastNanos = runtime.nanoTime();
    contact.started();
  }

  /** Renews on, and takes nothing over any more. */
  void stopRecovering() {
    stopping = true;
  }

  /** Whether no round is under way, which might still take something over. */
  boolean idle() {
    // In this order: the first asks for the second.
    return work.idle() && takeover.idle();
  }

  /** Time has passed. */
  void tick() {
    work.request();
  }

  /** Whether the last round is not older than it may be. */
  boolean onTime() {
    return runtime.nanoTime() - lastNanos <= longestGap.toNanos();
  }

  private void work() {
    noticeGap();
    settler.nudge();
    boolean renewed = renewal.renewDue();
    if (renewed && !stopping && health.good()) {
      takeover.request();
    }
  }

  /** Not if time has passed since the claims were renewed: these may be claims of this process. */
  private void takeOver() {
    if (!stopping && onTime()) {
      recovery.recover();
    }
  }

  private void noticeGap() {
    long now = runtime.nanoTime();
    long gap = now - lastNanos;
    lastNanos = now;
    if (gap > longestGap.toNanos()) {
      contact.paused(Duration.ofNanos(gap));
    }
  }
}
