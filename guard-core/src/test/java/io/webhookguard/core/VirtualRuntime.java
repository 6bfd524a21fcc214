package io.webhookguard.core;

import io.webhookguard.core.runtime.GuardRuntime;
import io.webhookguard.core.runtime.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * One thread, one clock: whatever the engine wants to run stands in one queue and runs when the
 * test says so, in order unless the test wants another. Time stands still unless a test moves it.
 *
 * <p>A handler, or a call to the store, may move time itself or let others run: that is how they
 * take long here. Whatever they let run ends before they go on.
 */
public final class VirtualRuntime {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int MAX_TASKS = 100_000;

  /** Who runs next of those who can. */
  @FunctionalInterface
  public interface TaskOrder {

    /** First come, first served. */
    TaskOrder ARRIVAL = waiting -> 0;

    /** The place in the queue, from 0, of the task to run out of so many. */
    int next(int waiting);
  }

  /** Ends the work of a process that was killed in the middle of it. */
  public static final class ProcessDied extends Error {

    private static final long serialVersionUID = 1L;

    private ProcessDied() {
      super("the process was killed", null, false, false);
    }
  }

  private record Timer(long atNanos, long number, HostProcess owner, Runnable task) {}

  private final TaskOrder order;
  private final List<Runnable> tasks = new ArrayList<>();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(
          Comparator.comparingLong(Timer::atNanos).thenComparingLong(Timer::number));
  private final HostProcess outside = new HostProcess();
  private long nowNanos;
  private long timersMade;

  /** Tasks run in the order in which they came. */
  public VirtualRuntime() {
    this(TaskOrder.ARRIVAL);
  }

  /** Tasks run in the given order; those whose time comes at the same instant compete too. */
  public VirtualRuntime(TaskOrder order) {
    this.order = order;
  }

  /** One node's process: it can be killed, and it can stand still while others go on. */
  public final class HostProcess {

    private final Deque<Runnable> aside = new ArrayDeque<>();
    private boolean dead;
    private boolean paused;
    private int threadsRefused;
    private long originNanos;
    private Duration clockError = Duration.ZERO;

    private Runnable own(Runnable task) {
      return () -> {
        if (dead) {
          return;
        }
        if (paused) {
          aside.add(task);
          return;
        }
        try {
          task.run();
        } catch (ProcessDied e) {
          // Its threads end with it.
        }
      };
    }

    /** The runtime of this process. */
    GuardRuntime runtime(long seed) {
      return runtime(new Random(seed));
    }

    /** The runtime of this process. */
    public GuardRuntime runtime(RandomGenerator random) {
      return GuardRuntime.of(
          this::execute,
          this::execute,
          (delay, task) -> after(delay, this, own(task)),
          () -> clock().instant().plus(clockError),
          () -> originNanos + nowNanos,
          random);
    }

    private void execute(Runnable task) {
      if (threadsRefused > 0) {
        threadsRefused--;
        throw new InternalError("no thread can be made");
      }
      tasks.add(own(task));
    }

    /** The next threads that this process wants cannot be made. */
    public void refuseThreads(int next) {
      threadsRefused = next;
    }

    /** Its monotonic clock starts here: any origin is right. */
    public void startNanosAt(long origin) {
      originNanos = origin;
    }

    /** Its clock on the wall is wrong by so much from now on. */
    public void setClockError(Duration error) {
      clockError = error;
    }

    /** Nothing of this process runs any more. */
    public void kill() {
      dead = true;
    }

    /** Nothing of this process runs until it resumes. */
    public void pause() {
      paused = true;
    }

    /** Goes on where it stood. */
    public void resume() {
      paused = false;
      aside.forEach(task -> tasks.add(own(task)));
      aside.clear();
    }

    /** Whether it was killed. */
    public boolean isDead() {
      return dead;
    }

    /** Whether it stands still. */
    public boolean isPaused() {
      return paused;
    }

    /**
     * Where the work of this process goes on after others have run: it waits until the process runs
     * again, and ends if the process was killed.
     */
    public void goOn() {
      while (paused && !dead && step(Long.MAX_VALUE)) {
        // Others run until somebody resumes this process.
      }
      if (dead) {
        throw new ProcessDied();
      }
    }

    /** How many of its tasks wait for their time. */
    public int timersWaiting() {
      return (int) timers.stream().filter(timer -> timer.owner() == this).count();
    }
  }

  /** A new process. */
  public HostProcess process() {
    return new HostProcess();
  }

  /** The right time: that of the store, unless a test says otherwise. */
  public InstantSource clock() {
    return () -> START.plusNanos(nowNanos);
  }

  /** How long this world has existed. */
  public Duration age() {
    return Duration.ofNanos(nowNanos);
  }

  /** Something happens later that is no process's doing. */
  public void later(Duration delay, Runnable task) {
    after(delay, outside, task);
  }

  private Scheduler.Cancellable after(Duration delay, HostProcess owner, Runnable task) {
    Timer timer = new Timer(nowNanos + delay.toNanos(), timersMade++, owner, task);
    timers.add(timer);
    return () -> timers.removeIf(other -> other.number() == timer.number());
  }

  /** How many tasks wait for their time. */
  int timersWaiting() {
    return timers.size();
  }

  /** Runs everything that can run now. */
  public void settleDown() {
    int tasksRun = 0;
    while (!tasks.isEmpty()) {
      limit(++tasksRun);
      runNext();
    }
  }

  private static void limit(int tasksRun) {
    if (tasksRun > MAX_TASKS) {
      throw new IllegalStateException("the engine never comes to rest");
    }
  }

  private void runNext() {
    tasks.remove(order.next(tasks.size())).run();
  }

  /**
   * Does one thing: runs a task that can run, or moves time on to the next one.
   *
   * @param untilNanos how far time may move
   * @return false if there was nothing to do until then
   */
  private boolean step(long untilNanos) {
    if (!tasks.isEmpty()) {
      runNext();
      return true;
    }
    if (timers.isEmpty() || timers.peek().atNanos() > untilNanos) {
      return false;
    }
    nowNanos = Math.max(nowNanos, timers.peek().atNanos());
    do {
      tasks.add(timers.remove().task());
    } while (order != TaskOrder.ARRIVAL
        && !timers.isEmpty()
        && timers.peek().atNanos() <= nowNanos);
    return true;
  }

  /** Lets others run for a moment: up to so many tasks, while time stands still. */
  public void letRun(int most) {
    for (int i = 0; i < most && !tasks.isEmpty(); i++) {
      runNext();
    }
  }

  /** Moves time, running what becomes due on the way. */
  public void advance(Duration by) {
    long end = nowNanos + by.toNanos();
    long lastNanos = nowNanos;
    int tasksRun = 0;
    while (step(end)) {
      tasksRun = nowNanos == lastNanos ? tasksRun + 1 : 0;
      lastNanos = nowNanos;
      limit(tasksRun);
    }
    nowNanos = Math.max(nowNanos, end);
  }

  /** Moves time while the whole process stands still: what became due runs late. */
  public void freeze(Duration by) {
    nowNanos += by.toNanos();
    advance(Duration.ZERO);
  }
}
