package io.webhookguard.core.internal;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task that runs on an executor, one run at a time. Asked for while it runs, it runs once more
 * after that, however often it was asked: so no request for it is lost and none piles up.
 */
final class Coalesced {

  private static final Logger log = LoggerFactory.getLogger(Coalesced.class);

  private enum Phase {
    IDLE,
    RUNNING,
    RUNNING_AND_WANTED
  }

  private final String name;
  private final Executor executor;
  private final Runnable task;
  private final Runnable whenIdle;
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.IDLE);

  Coalesced(String name, Executor executor, Runnable task) {
    this(name, executor, task, () -> {});
  }

  /** Also tells when a run has ended and no other was asked for. */
  Coalesced(String name, Executor executor, Runnable task, Runnable whenIdle) {
    this.name = name;
    this.executor = executor;
    this.task = task;
    this.whenIdle = whenIdle;
  }

  /** Whether it neither runs nor is about to. */
  boolean idle() {
    return phase.get() == Phase.IDLE;
  }

  /** Sees to it that a whole run starts after this call. */
  void request() {
    Phase before =
        phase.getAndUpdate(now -> now == Phase.IDLE ? Phase.RUNNING : Phase.RUNNING_AND_WANTED);
    if (before == Phase.IDLE) {
      submit();
    }
  }

  private void submit() {
    try {
      executor.execute(this::run);
    } catch (RejectedExecutionException e) {
      // The executor is full or closed. Whoever ticks asks again.
      phase.set(Phase.IDLE);
      log.debug("{} was not taken by its executor", name);
    } catch (RuntimeException | Error e) {
      // No thread could be made, for one. This task must not be thought to run for ever after.
      phase.set(Phase.IDLE);
      log.warn("WG903 {} was not taken by its executor: {}", name, e.getClass().getName());
    }
  }

  private void run() {
    try {
      task.run();
    } catch (RuntimeException e) {
      log.error("WG904 {} failed and will be tried again", name, e);
    } finally {
      if (phase.compareAndSet(Phase.RUNNING, Phase.IDLE)) {
        whenIdle.run();
      } else {
        phase.set(Phase.RUNNING);
        submit();
      }
    }
  }
}
