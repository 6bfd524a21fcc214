package io.webhookguard.core.lock;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * A share of an executor: at most so many calls at once, so that a database that hangs does not
 * take all of its threads. Others wait in line, up to a limit, and are turned away beyond it.
 *
 * <p>Safe for use by many threads.
 */
final class BoundedCalls implements Executor {

  private final Executor executor;
  private final int atOnce;
  private final int inLine;
  private final Deque<Runnable> line = new ArrayDeque<>();
  private int running;

  BoundedCalls(Executor executor, int atOnce, int inLine) {
    this.executor = executor;
    this.atOnce = atOnce;
    this.inLine = inLine;
  }

  /**
   * Runs the call on the executor, perhaps later.
   *
   * @throws RejectedExecutionException if there is no room in the line, or the executor says so
   */
  @Override
  public void execute(Runnable call) {
    if (mayStart(call)) {
      try {
        executor.execute(() -> work(call));
      } catch (RuntimeException | Error e) {
        left();
        throw e;
      }
    }
  }

  private synchronized boolean mayStart(Runnable call) {
    if (running < atOnce) {
      running++;
      return true;
    }
    if (line.size() >= inLine) {
      throw new RejectedExecutionException(atOnce + " calls are under way");
    }
    line.add(call);
    return false;
  }

  private void work(Runnable first) {
    try {
      Optional<Runnable> call = Optional.of(first);
      while (call.isPresent()) {
        call.get().run();
        call = next();
      }
    } catch (RuntimeException | Error e) {
      handOver();
      throw e;
    }
  }

  /** Whoever waits must not wait for one that failed: he gets a thread of his own. */
  private void handOver() {
    next()
        .ifPresent(
            call -> {
              try {
                executor.execute(() -> work(call));
              } catch (RuntimeException | Error e) {
                putBack(call); // the next call that comes finds it
              }
            });
  }

  private synchronized void putBack(Runnable call) {
    line.addFirst(call);
    running--;
  }

  private synchronized Optional<Runnable> next() {
    Optional<Runnable> next = Optional.ofNullable(line.poll());
    if (next.isEmpty()) {
      running--;
    }
    return next;
  }

  private synchronized void left() {
    running--;
  }
}
