package io.webhookguard.torture.stage;

import io.webhookguard.testsupport.network.FaultyProxy;
import io.webhookguard.torture.history.Fault.Kind;
import io.webhookguard.torture.plan.Arming;
import io.webhookguard.torture.plan.Life;
import io.webhookguard.torture.plan.RunPlan;
import io.webhookguard.torture.plan.Strike;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;

/** A place where one worker lives after the other, each as the schedule says. One thread's own. */
final class Slot {

  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration STOP = Duration.ofSeconds(30);
  private static final Duration REPLY = Duration.ofSeconds(2);
  private static final Duration MOMENT = Duration.ofMillis(3);
  private static final int MOMENTS = 10;

  private final int number;
  private final Site site;
  private final FaultLog log;
  private final BiFunction<String, Optional<Arming>, List<String>> command;
  private final AtomicInteger lives = new AtomicInteger();
  private volatile boolean working;

  /**
   * A slot.
   *
   * @param command the command line of a worker of a name and with an arming
   */
  Slot(
      int number,
      Site site,
      FaultLog log,
      BiFunction<String, Optional<Arming>, List<String>> command) {
    this.number = number;
    this.site = site;
    this.log = log;
    this.command = command;
  }

  /** What stops all slots. */
  @FunctionalInterface
  interface Ending {

    /** Whether faults are over. */
    boolean isOver();
  }

  /** Lives one life after the other until the ending. */
  void live(Iterator<Life> plan, Ending ending) throws IOException, InterruptedException {
    while (!ending.isOver() && plan.hasNext()) {
      live(plan.next());
    }
  }

  private void live(Life life) throws IOException, InterruptedException {
    String node = nextNode();
    try (Child worker = start(node, life.arming())) {
      if (worker.hasEnded()) {
        return;
      }
      if (life.pauseAfterMillis().isPresent()
          && watch(worker, node, life.pauseAfterMillis().getAsInt())) {
        pause(worker, node, "at random");
      }
      if (watch(worker, node, life.killAfterMillis())) {
        kill(worker, node, "at random");
      }
    }
  }

  /** Starts the last worker, which nothing is done to. */
  Child settle() throws IOException, InterruptedException {
    for (int tries = 0; tries < 5; tries++) {
      Child worker = start(nextNode(), Optional.empty());
      if (!worker.hasEnded()) {
        return worker;
      }
    }
    throw new IllegalStateException("no worker starts any more in slot " + number);
  }

  /** Ends the last worker in order. */
  void stop(Child worker) throws InterruptedException {
    worker.tell("stop");
    Optional<String> left = worker.await("left", STOP);
    log.happened(Kind.STOPPED, nodeOf(lives.get()), left.orElse("it did not stop in order"));
    worker.await("nothing more", STOP);
    worker.close();
  }

  /** Whether a worker is there that has been ready: one that starts is left alone. */
  boolean isWorking() {
    return working;
  }

  /** The name of the worker that lives here now, or has just died. */
  String node() {
    return nodeOf(lives.get());
  }

  private String nextNode() {
    return nodeOf(lives.incrementAndGet());
  }

  private String nodeOf(int life) {
    return "w" + number + "." + life;
  }

  private Child start(String node, Optional<Arming> arming)
      throws IOException, InterruptedException {
    working = false;
    site.proxy(number).ifPresent(FaultyProxy::loseNothing);
    log.happened(Kind.STARTED, node, arming.map(Arming::toString).orElse(""));
    Child worker = Child.start(command.apply(node, arming));
    if (worker.await("ready", START).isPresent()) {
      log.happened(Kind.READY, node, "");
      working = true;
    } else {
      List<String> said = worker.lines();
      worker.kill();
      log.happened(
          Kind.ENDED,
          node,
          "before it was ready: " + String.join(" | ", said.subList(0, Math.min(6, said.size()))));
    }
    return worker;
  }

  /** Lets it work for that time, unless it comes to its kill point; whether it still lives. */
  private boolean watch(Child worker, String node, long millis)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
    for (long left = end - System.nanoTime();
        left > 0 && !worker.hasEnded();
        left = end - System.nanoTime()) {
      Optional<String> line = worker.hear(Duration.ofNanos(left));
      if (line.isPresent() && line.get().startsWith("at ")) {
        strike(worker, node, Arming.parse(line.get().substring("at ".length())));
      } else if (worker.hasEnded()) {
        log.happened(Kind.ENDED, node, String.join(" | ", worker.lines()));
      }
    }
    return !worker.hasEnded();
  }

  private void strike(Child worker, String node, Arming arming)
      throws IOException, InterruptedException {
    log.happened(Kind.POINT, node, arming.toString());
    if (arming.point().isOnTheWire()) {
      strikeOnTheWire(worker, node, arming);
      return;
    }
    switch (arming.strike()) {
      case HALT -> {
        worker.await("nothing more", STOP);
        log.happened(Kind.HALTED, node, arming.point().name());
      }
      case KILL -> kill(worker, node, arming.point().name());
      case PAUSE -> {
        pause(worker, node, arming.point().name());
        worker.tell("go");
      }
      case CUT -> {
        cut(node, arming);
        worker.tell("go");
      }
      case THROW -> log.happened(Kind.CUT, node, arming.point() + " threw");
    }
  }

  /** The reply to what the worker sends next stays away, and meanwhile the worker is struck. */
  private void strikeOnTheWire(Child worker, String node, Arming arming)
      throws InterruptedException {
    FaultyProxy proxy = site.proxy(number).orElseThrow();
    // Nobody else may let the replies go meanwhile.
    synchronized (proxy) {
      proxy.holdReplies();
      worker.tell("go");
      boolean held = proxy.awaitHeldReply(REPLY);
      if (arming.strike() == Strike.KILL) {
        kill(worker, node, arming.point() + (held ? "" : " without a reply"));
      } else {
        cut(node, arming);
      }
      proxy.releaseReplies();
    }
  }

  private void cut(String node, Arming arming) {
    log.happened(Kind.CUT, node, arming.point().name());
    site.proxy(number).ifPresent(FaultyProxy::cutAll);
  }

  private void kill(Child worker, String node, String where) throws InterruptedException {
    log.happened(Kind.KILLED, node, where);
    worker.kill();
  }

  private void pause(Child worker, String node, String where)
      throws IOException, InterruptedException {
    worker.pause();
    for (int tries = 0; site.isHeldUp() && tries < MOMENTS; tries++) {
      // Who holds up all others cannot be taken over. Another moment shows more.
      worker.resume();
      LockSupport.parkNanos(MOMENT.toNanos());
      worker.pause();
    }
    String whom = site.isHeldUp() ? where + ", holds up all" : where;
    log.happened(Kind.PAUSED, node, whom);
    LockSupport.parkNanos(RunPlan.PAUSE.toNanos());
    log.happened(Kind.RESUMED, node, whom);
    worker.resume();
  }
}
