package io.webhookguard.testsupport.locks;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.event.FencingToken;
import io.webhookguard.core.lock.HeldLock;
import io.webhookguard.core.lock.LockTemplate;
import io.webhookguard.core.runtime.GuardRuntime;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.awaitility.Awaitility;

/**
 * A process that counts under a lock: it reads both numbers and writes each plus one, until it is
 * told to stop. It may be made to stand between reading and writing until it is told to go on;
 * whoever started it stops it there.
 */
final class CountingWorker {

  static final String LOCK = "counter";
  static final Duration LEASE = Duration.ofMillis(500);

  static final String READY = "ready";
  static final String STANDS = "stands ";
  static final String ACQUIRED = "acquired ";
  static final String CHECKED = "checked ";
  static final String REFUSED = "refused ";
  static final String TRUSTED = "trusted ";
  static final String KNOWS_OF_ITS_LOSS = "lost ";
  static final String GO_ON = "go on";
  static final String STOP = "stop";

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(5);

  private final LockTemplate locks;
  private final CountedFile checking;
  private final CountedFile trusting;
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private int stands;
  private int counted;

  private CountingWorker(LockTemplate locks, Path folder, int stands) {
    this.locks = locks;
    this.checking = CountedFile.checking(folder);
    this.trusting = CountedFile.trusting(folder);
    this.stands = stands;
  }

  /** Takes the class that opens the lock, its address, a folder, and how often to stand still. */
  public static void main(String[] arguments) throws Exception {
    Constructor<?> opening = Class.forName(arguments[0]).getDeclaredConstructor();
    opening.setAccessible(true);
    try (LockSite site = ((LockSite.Opening) opening.newInstance()).open(arguments[1]);
        GuardRuntime runtime = GuardRuntime.system(1)) {
      CountingWorker worker =
          new CountingWorker(
              new LockTemplate(site.lock(), runtime),
              Path.of(arguments[2]),
              Integer.parseInt(arguments[3]));
      Thread listener = new Thread(worker::listen, "listener");
      listener.setDaemon(true);
      listener.start();
      worker.work();
    }
  }

  private void listen() {
    try (BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        told.add(line);
      }
    } catch (IOException e) {
      told.add(STOP);
    }
  }

  private void work() throws InterruptedException {
    say(READY);
    told.take();
    while (!STOP.equals(told.peek())) {
      Awaitility.await()
          .pollInSameThread()
          .pollDelay(Duration.ZERO)
          .pollInterval(BETWEEN_TRIES)
          .atMost(Duration.ofMinutes(1))
          .until(() -> STOP.equals(told.peek()) || triesToCount());
    }
  }

  private boolean triesToCount() throws InterruptedException {
    try {
      return locks.run(LOCK, LEASE, this::count).match(ran -> true, lost -> true, busy -> false);
    } catch (StoreUnavailableException | OutcomeUnknownException e) {
      return false;
    }
  }

  private boolean count(HeldLock held) throws InterruptedException {
    FencingToken token = held.token();
    say(ACQUIRED + token.value());
    OptionalLong checked = checking.read(token);
    OptionalLong trusted = trusting.read(token);
    if (stands > 0 && counted++ % 2 == 1) {
      stands--;
      say(STANDS + token.value());
      told.take();
      if (!held.isHeld()) {
        say(KNOWS_OF_ITS_LOSS + token.value());
      }
    }
    boolean accepted = checked.isPresent() && checking.write(checked.getAsLong() + 1, token);
    say((accepted ? CHECKED : REFUSED) + token.value());
    trusting.write(trusted.orElseThrow() + 1, token);
    say(TRUSTED + token.value());
    return accepted;
  }

  /** In one piece: another thread may speak at the same time. */
  private static void say(String line) {
    System.out.print(line + "\n");
    System.out.flush();
  }
}
