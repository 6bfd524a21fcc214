package io.webhookguard.core.internal;

import io.webhookguard.core.runtime.Scheduler;
import java.time.Duration;
import java.util.Optional;

/** Starts a task again and again. The task only asks for work; it does none itself. */
final class Ticker {

  private final Scheduler scheduler;
  private final Duration interval;
  private final Runnable task;
  private boolean running;
  private Optional<Scheduler.Cancellable> next = Optional.empty();

  Ticker(Scheduler scheduler, Duration interval, Runnable task) {
    this.scheduler = scheduler;
    this.interval = interval;
    this.task = task;
  }

  synchronized void start() {
    running = true;
    next = Optional.of(scheduler.after(interval, this::fire));
  }

  synchronized void stop() {
    running = false;
    next.ifPresent(Scheduler.Cancellable::cancel);
    next = Optional.empty();
  }

  private void fire() {
    synchronized (this) {
      if (!running) {
        return;
      }
      next = Optional.of(scheduler.after(interval, this::fire));
    }
    task.run();
  }
}
