package io.webhookguard.testsupport.network;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Where replies pass, wait or come late. */
final class ReplyGate {

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  private boolean open = true;
  private int held;
  private Duration delay = Duration.ZERO;

  synchronized void open() {
    open = true;
    notifyAll();
  }

  synchronized void close() {
    open = false;
  }

  synchronized void delay(Duration newDelay) {
    delay = newDelay;
  }

  private synchronized Duration delay() {
    return delay;
  }

  void awaitHeld() throws InterruptedException {
    if (!awaitHeld(LONGEST_WAIT)) {
      throw new IllegalStateException("no reply came to be held within " + LONGEST_WAIT);
    }
  }

  /** Whether a reply came to be held in that time. */
  synchronized boolean awaitHeld(Duration longest) throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    while (held == 0) {
      long leftMillis = (end - System.nanoTime()) / 1_000_000;
      if (leftMillis <= 0) {
        return false;
      }
      wait(leftMillis);
    }
    return true;
  }

  /**
   * Lets a part of a reply pass, when it may.
   *
   * @param first whether it is the reply's first part, which alone comes late
   */
  void pass(boolean first) throws InterruptedException {
    if (first) {
      comeLate();
    }
    awaitOpen();
  }

  private void comeLate() {
    long end = System.nanoTime() + delay().toNanos();
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private synchronized void awaitOpen() throws InterruptedException {
    held++;
    try {
      if (!open) {
        notifyAll(); // Somebody may wait for a reply to be held.
      }
      while (!open) {
        wait();
      }
    } finally {
      held--;
    }
  }
}
