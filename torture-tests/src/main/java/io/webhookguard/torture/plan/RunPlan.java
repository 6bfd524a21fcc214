package io.webhookguard.torture.plan;

import java.time.Duration;

/**
 * How one store is tortured.
 *
 * @param store which store
 * @param seed what the schedule and all events follow from
 * @param slots how many workers there are at once
 * @param kills the run ends when so many workers were killed
 * @param longest or when it has lasted so long
 * @param eventsPerSecond how many new events the sender makes
 * @param serverKills how often the server is killed, spread over the run; none without a server
 */
public record RunPlan(
    StoreKind store,
    long seed,
    int slots,
    int kills,
    Duration longest,
    int eventsPerSecond,
    int serverKills) {

  /** How long a claim is good for: short, but longer than what a busy machine takes away. */
  public static final Duration LEASE = Duration.ofMillis(1_500);

  /** How often workers ask for due events. */
  public static final Duration POLL = Duration.ofMillis(150);

  /** How long a paused process stands still: its leases end meanwhile. */
  public static final Duration PAUSE = LEASE.multipliedBy(3).dividedBy(2);

  /** What the 99th percentile of recovery times must not exceed. */
  public static final Duration RECOVERY_LIMIT = LEASE.plus(POLL).plusSeconds(2);
}
