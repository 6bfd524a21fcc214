package io.webhookguard.core.internal;

import io.webhookguard.core.runtime.GuardRuntime;
import java.time.Duration;

/**
 * The periodic work on claims: settle what waits, renew what is held, and only then take over what
 * others have left. In this order, so that work running in this process is never taken over by it.
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
    return work.idle();
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
