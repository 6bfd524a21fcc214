package io.webhookguard.core.runtime;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** The clocks, dice and threads of a real process. Every pool and every queue has a limit. */
final class SystemRuntime {

  /**
   * More than can hang with the store at once: seven periodic tasks and the renewal of the locks of
   * two of them, four calls each for admissions and settlements, and four that ask again. Renewals
   * always find a thread.
   */
  private static final int BACKGROUND_THREADS = 22;

  private static final int BACKGROUND_QUEUE = 10_000;
  private static final long IDLE_SECONDS = 30;

  private final ThreadPoolExecutor handlers;
  private final ThreadPoolExecutor background;
  private final ScheduledThreadPoolExecutor timer;
  private final RandomGenerator random = new SecureRandom();

  private SystemRuntime(int workers) {
    this.handlers = pool("guard-handler", workers, workers);
    this.background = pool("guard-store", BACKGROUND_THREADS, BACKGROUND_QUEUE);
    this.timer = new ScheduledThreadPoolExecutor(1, daemons("guard-timer"));
    this.timer.setRemoveOnCancelPolicy(true);
  }

  static SystemRuntime forWorkers(int workers) {
    return new SystemRuntime(workers);
  }

  private static ThreadPoolExecutor pool(String name, int threads, int queue) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(queue),
            daemons(name));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private static ThreadFactory daemons(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  Executor handlers() {
    return handlers;
  }

  Executor background() {
    return background;
  }

  LongSupplier nanoTime() {
    return System::nanoTime;
  }

  RandomGenerator random() {
    return random;
  }

  Scheduler.Cancellable after(Duration delay, Runnable task) {
    ScheduledFuture<?> future =
        timer.schedule(task, TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  /** Never interrupts a handler: an interrupted effect is an effect in doubt. */
  void shutDown() {
    timer.shutdownNow();
    handlers.shutdown();
    background.shutdown();
  }
}
