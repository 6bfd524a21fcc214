package io.webhookguard.torture.mutants;

import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.core.WebhookGuard;
import io.webhookguard.torture.plan.Arming;
import io.webhookguard.torture.worker.Points.StruckException;
import io.webhookguard.torture.worker.PortCall;
import io.webhookguard.torture.worker.StorePlace;
import io.webhookguard.torture.worker.WrappedStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A node in this process that dies, stands still and goes on as a process does: one that is dead
 * never reaches its store again, and one that stands still makes no call until it goes on.
 */
final class Node implements AutoCloseable {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final String name;
  private final StorePlace.Opened opened;
  private final CountDownLatch struck = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final Map<String, Integer> calls = new HashMap<>();
  private @Nullable WebhookGuard guard;
  private boolean dead;
  private boolean paused;

  Node(String name, StorePlace.Opened opened) {
    this.name = name;
    this.opened = opened;
  }

  String name() {
    return name;
  }

  /** Its way to the store, without anything in between. */
  StorePlace.Opened opened() {
    return opened;
  }

  void runs(WebhookGuard wanted) {
    guard = wanted;
    wanted.start();
  }

  WebhookGuard guard() {
    if (guard == null) {
      throw new IllegalStateException("the node was not started");
    }
    return guard;
  }

  /** The store as far as this node reaches it. */
  GuardStore reached() {
    return WrappedStore.of(opened.store(), this::pass, this::pass);
  }

  private @Nullable Object pass(PortCall call) throws Throwable {
    awaitLife();
    try {
      return call.passOn();
    } finally {
      count(call.name());
    }
  }

  private synchronized void awaitLife() throws InterruptedException {
    while (paused) {
      wait();
    }
    if (dead) {
      throw new StoreUnavailableException("the node is dead");
    }
  }

  private synchronized void count(String call) {
    calls.merge(call, 1, Integer::sum);
    notifyAll();
  }

  /** What happens at its kill point; KILL holds the thread there until it is released. */
  void strike(Arming arming) {
    switch (arming.strike()) {
      case HALT -> {
        die();
        struck.countDown();
        throw new StruckException(arming);
      }
      case THROW, CUT -> {
        struck.countDown();
        throw new StruckException(arming);
      }
      case PAUSE -> standStill();
      case KILL -> {
        struck.countDown();
        await(released, "the release of " + name);
      }
    }
  }

  private synchronized void standStill() {
    paused = true;
    struck.countDown();
    try {
      while (paused) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  synchronized void die() {
    dead = true;
  }

  synchronized void goOn() {
    paused = false;
    notifyAll();
  }

  void release() {
    released.countDown();
  }

  void awaitStruck() {
    await(struck, "the kill point of " + name);
  }

  private static void await(CountDownLatch latch, String what) {
    try {
      if (!latch.await(LONG.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException(what + " did not come");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until so many more calls of this name were answered. */
  synchronized void awaitMore(String call, int more) throws InterruptedException {
    long end = System.nanoTime() + LONG.toNanos();
    int wanted = calls.getOrDefault(call, 0) + more;
    while (calls.getOrDefault(call, 0) < wanted) {
      long leftMillis = (end - System.nanoTime()) / 1_000_000;
      if (leftMillis <= 0) {
        throw new IllegalStateException(name + " made no further call of " + call);
      }
      wait(leftMillis);
    }
  }

  @Override
  public void close() {
    release();
    goOn();
    if (guard != null) {
      guard.stop(Duration.ZERO).toCompletableFuture().orTimeout(5, TimeUnit.SECONDS).join();
    }
    opened.store().close();
  }
}
