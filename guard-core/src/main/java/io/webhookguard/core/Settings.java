package io.webhookguard.core;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.store.Limits;
import java.time.Duration;

/**
 * The limits of one node. Immutable.
 *
 * @param lease how long a claim is good for without renewal; {@link Limits#MIN_LEASE} to {@link
 *     Limits#MAX_LEASE}. A crashed node's events are taken over this long after its last renewal
 * @param poll how often the store is asked for due events; shorter than the lease. What this node
 *     admits itself does not wait for it
 * @param workers how many attempts run at once, 1 to {@value #MAX_WORKERS}
 * @param dedupHorizon how long a settled event is recognised when it comes again; not shorter than
 *     any provider redelivers
 * @param payloadRetention how long payloads and responses of settled events are kept
 * @param intakeQueue how many events may be on their way into the store at once, 1 to {@value
 *     #MAX_INTAKE_QUEUE}; requests beyond that are answered 503 at once. A smaller one bounds
 *     memory and waiting where bodies are large or the store is slow
 * @param duplicateCache how much of what is COMPLETE this node keeps in mind for duplicates
 */
public record Settings(
    Duration lease,
    Duration poll,
    int workers,
    Duration dedupHorizon,
    Duration payloadRetention,
    int intakeQueue,
    DuplicateCache duplicateCache) {

  /** The most attempts at once. */
  public static final int MAX_WORKERS = 1_000;

  /** The most events on their way into the store at once. */
  public static final int MAX_INTAKE_QUEUE = 100_000;

  private static final Duration SHORTEST_POLL = Duration.ofMillis(10);

  /**
   * A lease of 30 s, a poll each second, 16 workers, 90 days of memory, payloads for 30 days, 4,096
   * events on their way, {@link DuplicateCache#DEFAULT}.
   */
  public static final Settings DEFAULT =
      new Settings(
          Duration.ofSeconds(30),
          Duration.ofSeconds(1),
          16,
          Duration.ofDays(90),
          Duration.ofDays(30),
          4_096,
          DuplicateCache.DEFAULT);

  public Settings {
    if (lease.compareTo(Limits.MIN_LEASE) < 0 || lease.compareTo(Limits.MAX_LEASE) > 0) {
      throw new ConfigurationException(
          "lease is " + Limits.MIN_LEASE + " to " + Limits.MAX_LEASE + ", got " + lease);
    }
    if (poll.compareTo(SHORTEST_POLL) < 0 || poll.compareTo(lease) >= 0) {
      throw new ConfigurationException(
          "poll is at least " + SHORTEST_POLL + " and below lease (" + lease + "), got " + poll);
    }
    if (workers < 1 || workers > MAX_WORKERS) {
      throw new ConfigurationException("workers is 1 to " + MAX_WORKERS + ", got " + workers);
    }
    if (intakeQueue < 1 || intakeQueue > MAX_INTAKE_QUEUE) {
      throw new ConfigurationException(
          "intake-queue is 1 to " + MAX_INTAKE_QUEUE + ", got " + intakeQueue);
    }
    if (payloadRetention.isNegative() || dedupHorizon.compareTo(payloadRetention) < 0) {
      throw new ConfigurationException(
          "dedup-horizon ("
              + dedupHorizon
              + ") must not be shorter than payload-retention ("
              + payloadRetention
              + ")");
    }
  }

  /** These settings with another lease. */
  public Settings withLease(Duration wanted) {
    return new Settings(
        wanted, poll, workers, dedupHorizon, payloadRetention, intakeQueue, duplicateCache);
  }

  /** These settings with another poll. */
  public Settings withPoll(Duration wanted) {
    return new Settings(
        lease, wanted, workers, dedupHorizon, payloadRetention, intakeQueue, duplicateCache);
  }

  /** These settings with another number of workers. */
  public Settings withWorkers(int wanted) {
    return new Settings(
        lease, poll, wanted, dedupHorizon, payloadRetention, intakeQueue, duplicateCache);
  }

  /** These settings with other retentions. */
  public Settings withRetention(Duration payloads, Duration dedup) {
    return new Settings(lease, poll, workers, dedup, payloads, intakeQueue, duplicateCache);
  }

  /** These settings with another limit of the intake. */
  public Settings withIntakeQueue(int wanted) {
    return new Settings(
        lease, poll, workers, dedupHorizon, payloadRetention, wanted, duplicateCache);
  }

  /** These settings with another cache of settled duplicates. */
  public Settings withDuplicateCache(DuplicateCache wanted) {
    return new Settings(lease, poll, workers, dedupHorizon, payloadRetention, intakeQueue, wanted);
  }
}
