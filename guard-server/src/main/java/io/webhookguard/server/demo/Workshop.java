package io.webhookguard.server.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A service at work: it answers each forward after a while. When it is told to hold, it does the
 * effects and keeps its answers back, so that a gateway can be killed in their middle.
 */
public final class Workshop implements Conduct {

  private final Random random;
  private final int shortestMillis;
  private final int longestMillis;
  private final List<Held> heldBack = new ArrayList<>();
  private boolean holding;

  /** A service whose work takes between these times. */
  public Workshop(long seed, int shortestMillis, int longestMillis) {
    this.random = new Random(seed);
    this.shortestMillis = shortestMillis;
    this.longestMillis = longestMillis;
  }

  @Override
  public synchronized void receive(Forward forward, Reply reply) {
    if (holding) {
      heldBack.add(new Held(forward, reply));
      notifyAll();
    } else {
      int millis = shortestMillis + random.nextInt(longestMillis - shortestMillis + 1);
      CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS)
          .execute(() -> reply.answer(200));
    }
  }

  /** Keeps all answers back from now on. */
  public synchronized void hold() {
    holding = true;
  }

  /** The forwards whose effect was done and whose answer is kept back. */
  public synchronized List<Forward> held() {
    return heldBack.stream().map(Held::forward).toList();
  }

  /** Waits until so many answers are kept back; the answer is whether that came true in time. */
  public synchronized boolean awaitHeld(int count, Duration longest) throws InterruptedException {
    long deadline = System.nanoTime() + longest.toNanos();
    while (heldBack.size() < count) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }

  /** Gives the answers that were held back, and answers in time again. */
  public void release() {
    List<Held> late;
    synchronized (this) {
      holding = false;
      late = List.copyOf(heldBack);
      heldBack.clear();
    }
    late.forEach(held -> held.reply().answer(200));
  }

  private record Held(Forward forward, Reply reply) {}
}
