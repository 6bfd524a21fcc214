package io.webhookguard.core.runtime;

import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Everything about time, threads and chance that the engine uses. There is no other source of these
 * in the engine, so that a test can run it on one thread, with time that it moves itself.
 *
 * <p>Leases and due times are not judged by the clock in here: they are the store's.
 */
public final class GuardRuntime implements AutoCloseable {

  private final Executor handlers;
  private final Executor background;
  private final Scheduler scheduler;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final RandomGenerator random;
  private final Runnable onClose;

  private GuardRuntime(
      Executor handlers,
      Executor background,
      Scheduler scheduler,
      InstantSource clock,
      LongSupplier nanoTime,
      RandomGenerator random,
      Runnable onClose) {
    this.handlers = handlers;
    this.background = background;
    this.scheduler = scheduler;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.random = random;
    this.onClose = onClose;
  }

  /**
   * A runtime of the caller's own parts. Closing it closes none of them.
   *
   * @param handlers runs handlers, which block; at least as many threads as there are workers
   * @param background runs calls to the store, which block too; at least two threads, better
   *     sixteen
   * @param scheduler starts tasks later
   * @param clock the node's clock, for signatures that carry a time
   * @param nanoTime a monotonic clock in nanoseconds with any origin
   * @param random makes ids and jitter; safe for use by many threads
   */
  public static GuardRuntime of(
      Executor handlers,
      Executor background,
      Scheduler scheduler,
      InstantSource clock,
      LongSupplier nanoTime,
      RandomGenerator random) {
    return new GuardRuntime(handlers, background, scheduler, clock, nanoTime, random, () -> {});
  }

  /**
   * A runtime with daemon threads of its own, named {@code guard-…}, which are made as they are
   * needed. Closing it lets running tasks finish and takes no new ones.
   *
   * @param workers how many handlers may run at once
   */
  public static GuardRuntime system(int workers) {
    SystemRuntime real = SystemRuntime.forWorkers(workers);
    return new GuardRuntime(
        real.handlers(),
        real.background(),
        real::after,
        InstantSource.system(),
        real.nanoTime(),
        real.random(),
        real::shutDown);
  }

  /** Runs handlers. */
  public Executor handlers() {
    return handlers;
  }

  /** Runs calls to the store that no request waits for. */
  public Executor background() {
    return background;
  }

  /** Starts tasks later. */
  public Scheduler scheduler() {
    return scheduler;
  }

  /** The node's clock. */
  public InstantSource clock() {
    return clock;
  }

  /** The monotonic clock in nanoseconds. Only differences mean something. */
  public long nanoTime() {
    return nanoTime.getAsLong();
  }

  /** Makes ids and jitter. */
  public RandomGenerator random() {
    return random;
  }

  /** Stops the threads that {@link #system} made; otherwise does nothing. */
  @Override
  public void close() {
    onClose.run();
  }
}
