package io.webhookguard.core.runtime;

import java.time.Duration;

/**
 * Runs small tasks later.
 *
 * <p>The engine hands it tasks that only start other work on an executor, so one thread is enough.
 * Delays are measured on a monotonic clock. Safe for use by many threads.
 */
@FunctionalInterface
public interface Scheduler {

  /**
   * Runs the task once, not before the delay has passed.
   *
   * @param delay zero or more
   */
  Cancellable after(Duration delay, Runnable task);

  /** A task that is still to come. */
  @FunctionalInterface
  interface Cancellable {

    /** Keeps the task from running if it has not started. May be called again. */
    void cancel();
  }
}
