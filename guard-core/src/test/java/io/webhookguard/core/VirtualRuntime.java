package io.webhookguard.core;

import io.webhookguard.core.runtime.GuardRuntime;
import io.webhookguard.core.runtime.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * One thread, one clock: whatever the engine wants to run stands in one queue and runs in order
 * when the test says so. Time stands still unless a test moves it.
 *
 * <p>A handler may move time itself: that is how a handler runs long here.
 */
final class VirtualRuntime {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int MAX_TASKS = 100_000;

  private record Timer(long atNanos, long number, Runnable task) {}

  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(
          Comparator.comparingLong(Timer::atNanos).thenComparingLong(Timer::number));
  private long nowNanos;
  private long timersMade;

  /** One node's process: it can be killed, and it can stand still while others go on. */
  final class HostProcess {

    private final Deque<Runnable> aside = new ArrayDeque<>();
    private boolean dead;
    private boolean paused;
    private int threadsRefused;

    private Runnable own(Runnable task) {
      return () -> {
        if (paused) {
          aside.add(task);
        } else if (!dead) {
          task.run();
        }
      };
    }

    /** The runtime of this process. */
    GuardRuntime runtime(long seed) {
      return GuardRuntime.of(
          this::execute,
          this::execute,
          (delay, task) -> after(delay, own(task)),
          clock(),
          () -> nowNanos,
          new Random(seed));
    }

    private void execute(Runnable task) {
      if (threadsRefused > 0) {
        threadsRefused--;
        throw new InternalError("no thread can be made");
      }
      tasks.add(own(task));
    }

    /** The next threads that this process wants cannot be made. */
    void refuseThreads(int next) {
      threadsRefused = next;
    }

    /** Nothing of this process runs any more. */
    void kill() {
      dead = true;
    }

    /** Nothing of this process runs until it resumes. */
    void pause() {
      paused = true;
    }

    /** Goes on where it stood. */
    void resume() {
      paused = false;
      tasks.addAll(aside);
      aside.clear();
    }
  }

  HostProcess process() {
    return new HostProcess();
  }

  /** The clock of everybody: the nodes and the store. */
  InstantSource clock() {
    return () -> START.plusNanos(nowNanos);
  }

  private Scheduler.Cancellable after(Duration delay, Runnable task) {
    Timer timer = new Timer(nowNanos + delay.toNanos(), timersMade++, task);
    timers.add(timer);
    return () -> timers.removeIf(other -> other.number() == timer.number());
  }

  /** How many tasks wait for their time. */
  int timersWaiting() {
    return timers.size();
  }

  /** Runs everything that can run now. */
  void settleDown() {
    int tasksRun = 0;
    while (!tasks.isEmpty()) {
      if (++tasksRun > MAX_TASKS) {
        throw new IllegalStateException("the engine never comes to rest");
      }
      tasks.removeFirst().run();
    }
  }

  /** Moves time, running what becomes due on the way. */
  void advance(Duration by) {
    long end = nowNanos + by.toNanos();
    settleDown();
    while (!timers.isEmpty() && timers.peek().atNanos() <= end) {
      Timer next = timers.remove();
      nowNanos = Math.max(nowNanos, next.atNanos());
      next.task().run();
      settleDown();
    }
    nowNanos = Math.max(nowNanos, end);
  }

  /** Moves time while the whole process stands still: what became due runs late. */
  void freeze(Duration by) {
    nowNanos += by.toNanos();
    advance(Duration.ZERO);
  }
}
