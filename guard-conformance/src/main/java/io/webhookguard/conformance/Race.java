package io.webhookguard.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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
   * Starts the runners together.
   *
   * @return their answers by number
   */
  static <T> List<T> of(int runners, Runner<T> runner) {
    ExecutorService threads = Executors.newFixedThreadPool(runners);
    try {
      CyclicBarrier start = new CyclicBarrier(runners);
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < runners; i++) {
        int number = i;
        running.add(
            threads.submit(
                () -> {
                  start.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                  return runner.run(number);
                }));
      }
      return answers(running);
    } finally {
      threads.shutdownNow();
    }
  }

  private static <T> List<T> answers(List<Future<T>> running) {
    List<T> answers = new ArrayList<>();
    for (Future<T> future : running) {
      try {
        answers.add(future.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
      } catch (ExecutionException e) {
        throw new AssertionError("a concurrent call failed: " + e.getCause(), e.getCause());
      } catch (TimeoutException e) {
        throw new AssertionError("a concurrent call did not end", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }
    return answers;
  }
}
