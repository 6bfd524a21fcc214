package io.webhookguard.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Runs calls at the same moment on threads of their own, and gathers what they answer. */
final class Race {

  /** Far more than any call takes: it ends a test that would otherwise hang. */
  private static final long PATIENCE_SECONDS = 120;

  private Race() {}

  /** One runner's part. */
  @FunctionalInterface
  interface Runner<T> {
    T run(int number) throws Exception;
  }

  /**
   * Starts the runners together. The first that fails ends the race.
   *
   * @return their answers by number
   */
  static <T> List<T> of(int runners, Runner<T> runner) {
    ExecutorService threads = Executors.newFixedThreadPool(runners);
    try {
      CyclicBarrier start = new CyclicBarrier(runners);
      CompletionService<T> finished = new ExecutorCompletionService<>(threads);
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < runners; i++) {
        int number = i;
        running.add(
            finished.submit(
                () -> {
                  start.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                  return runner.run(number);
                }));
      }
      for (int i = 0; i < runners; i++) {
        await(finished);
      }
      return running.stream().map(Race::answer).toList();
    } finally {
      threads.shutdownNow();
    }
  }

  /** Whether a runner that waits for others must give up: another failed, or patience is spent. */
  static boolean isOver() {
    return Thread.currentThread().isInterrupted();
  }

  private static <T> void await(CompletionService<T> finished) {
    try {
      Future<T> next = finished.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("concurrent calls did not end in " + PATIENCE_SECONDS + " s");
      }
      answer(next);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static <T> T answer(Future<T> done) {
    try {
      return done.get();
    } catch (ExecutionException e) {
      throw new AssertionError("a concurrent call failed: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
