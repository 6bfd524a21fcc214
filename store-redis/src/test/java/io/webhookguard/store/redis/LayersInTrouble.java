package io.webhookguard.store.redis;

import static org.awaitility.Awaitility.await;

import io.webhookguard.api.error.GuardException;
import io.webhookguard.api.lock.Lease;
import io.webhookguard.api.lock.Lock;
import io.webhookguard.store.memory.MemoryStore;
import io.webhookguard.testsupport.network.FaultyProxy;
import io.webhookguard.testsupport.servers.PrivateServer;
import io.webhookguard.testsupport.servers.RedisServer;
import io.webhookguard.testsupport.stores.MovedClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BinaryOperator;
import java.util.function.BooleanSupplier;

/**
 * Threads count under one lock of two layers, of which the fast one is on a Redis server. In each
 * round one of them holds the lock, has read and not yet written, when something happens to the
 * server; it writes when every other thread has asked for the lock since and was answered.
 *
 * <p>The authority is in memory, with a clock that only the rounds move. What is wrong is told as
 * complaints.
 */
final class LayersInTrouble implements AutoCloseable {

  static final String TWO_HELD_IT = "two held it at once";
  static final String LOST = "an update was lost";
  static final String FAILED_WITH_THE_FAST_ONE = "a caller saw the fast one fail";
  static final String HELD_FOR_TOO_LONG = "nobody got it when the lease was over";
  static final String UNDONE = "who was taken over wrote all the same";
  static final String REFUSED = "who held it was refused";

  /** What happens to the server in the middle of a round; it lasts until it is mended. */
  enum Trouble {
    NONE,
    CUT_OFF,
    KILLED,
    STOPPED,
    EMPTIED
  }

  private static final String NAME = "counter";
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final int RIVALS = 3;

  private final PrivateServer<RedisServer> server;
  private final FaultyProxy proxy;
  private final RedisLock redis;
  private final MovedClock clock = new MovedClock();
  private final WatchedLock fast;
  private final Lock subject;
  private final CountedNumber checked = new CountedNumber();

  /** Read and written in two steps by whoever holds the lock, and nobody looks at tokens. */
  private final AtomicLong trusting = new AtomicLong();

  private final AtomicLong counts = new AtomicLong();
  private final AtomicLong takings = new AtomicLong();
  private final Set<String> complaints = new ConcurrentSkipListSet<>();
  private final List<Rival> rivals = new ArrayList<>();
  private Trouble now = Trouble.NONE;

  /**
   * Starts a server and threads that count.
   *
   * @param subject makes the lock of a fast one and an authority
   */
  LayersInTrouble(Path folder, BinaryOperator<Lock> subject) {
    this.server = RedisServer.startPrivate(folder);
    this.proxy = FaultyProxy.before(server.server().host(), server.server().port());
    this.redis = RedisLock.open(RedisConfig.at("redis://127.0.0.1:" + proxy.port()).build());
    this.fast = new WatchedLock(redis);
    this.subject = subject.apply(fast, new MemoryStore(clock).lock());
    for (int i = 0; i < RIVALS; i++) {
      Rival rival = new Rival();
      rivals.add(rival);
      rival.start();
    }
  }

  /** What was wrong so far. */
  Set<String> complaints() {
    return Set.copyOf(complaints);
  }

  /** How often somebody counted. */
  long counts() {
    return counts.get();
  }

  /** A round in which the holder's lease lasts. */
  void holdThrough(Trouble trouble) {
    Lease mine = acquire();
    long before = trusting.get();
    long seen = checked.read(mine.token()).orElse(-1);
    long others = rivalsGranted();
    meet(trouble);
    renew(mine);
    if (rivalsGranted() > others) {
      complaints.add(TWO_HELD_IT);
    }
    if (!checked.write(seen + 1, mine.token())) {
      complaints.add(REFUSED);
    }
    trusting.set(before + 1);
    counts.incrementAndGet();
    release(mine);
  }

  /** A round in which the holder stands still until its lease is over. */
  void standStillThrough(Trouble trouble) {
    Lease mine = acquire();
    long seen = checked.read(mine.token()).orElse(-1);
    long others = rivalsGranted();
    clock.move(LEASE);
    meet(trouble);
    if (rivalsGranted() == others) {
      complaints.add(HELD_FOR_TOO_LONG);
    }
    if (checked.write(seen + 1, mine.token())) {
      complaints.add(UNDONE);
    }
    release(mine);
  }

  /** Ends the threads and looks whether each count is there. */
  void finish() {
    rivals.forEach(Rival::finish);
    if (checked.value() != counts.get() || trusting.get() != counts.get()) {
      complaints.add(LOST);
    }
  }

  private Lease acquire() {
    String holder = "holder-" + takings.incrementAndGet();
    Optional<Lease> answer = Optional.empty();
    while (answer.isEmpty()) {
      answer = ask(holder);
    }
    return answer.get();
  }

  private Optional<Lease> ask(String holder) {
    try {
      return subject.tryAcquire(NAME, holder, LEASE);
    } catch (GuardException e) {
      // The authority is never away here.
      complaints.add(FAILED_WITH_THE_FAST_ONE);
      return Optional.empty();
    }
  }

  private void renew(Lease lease) {
    try {
      if (!(subject.renew(lease, LEASE) instanceof Lock.Renewal.Renewed)) {
        complaints.add(REFUSED);
      }
    } catch (GuardException e) {
      complaints.add(FAILED_WITH_THE_FAST_ONE);
    }
  }

  private void release(Lease lease) {
    try {
      subject.release(lease);
    } catch (GuardException e) {
      complaints.add(FAILED_WITH_THE_FAST_ONE);
    }
  }

  private long rivalsGranted() {
    return rivals.stream().mapToLong(rival -> rival.granted.get()).sum();
  }

  // What happens to the server.

  /** Mends what there was, lets the new trouble come, and waits until it has shown. */
  private void meet(Trouble trouble) {
    int granted = fast.granted();
    int failed = fast.failed();
    mend();
    now = trouble;
    switch (trouble) {
      case NONE -> {}
      case CUT_OFF -> {
        proxy.refuse();
        proxy.cutAll();
      }
      case KILLED -> server.kill();
      case STOPPED -> server.pause();
      case EMPTIED -> server.server().ask("FLUSHALL");
    }
    awaitAnswers();
    switch (trouble) {
      case CUT_OFF, KILLED -> until(() -> fast.failed() > failed);
      case EMPTIED -> until(() -> fast.granted() > granted);
      case NONE, STOPPED -> {}
    }
  }

  private void mend() {
    switch (now) {
      case CUT_OFF -> proxy.accept();
      case KILLED -> server.restart();
      case STOPPED -> server.resume();
      case NONE, EMPTIED -> {}
    }
    now = Trouble.NONE;
  }

  private void awaitAnswers() {
    List<Long> asked = rivals.stream().map(rival -> rival.asked).toList();
    until(
        () -> {
          boolean all = true;
          for (int i = 0; i < RIVALS; i++) {
            all &= rivals.get(i).answered > asked.get(i);
          }
          return all;
        });
  }

  private static void until(BooleanSupplier condition) {
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .atMost(LONGEST_WAIT)
        .until(condition::getAsBoolean);
  }

  /** A thread that counts whenever it gets the lock. */
  private final class Rival {

    private final Thread thread = new Thread(this::work, "rival");
    private final AtomicLong granted = new AtomicLong();
    private volatile boolean finished;
    private volatile long asked;
    private volatile long answered;

    void start() {
      thread.setDaemon(true);
      thread.start();
    }

    void finish() {
      finished = true;
      try {
        thread.join(LONGEST_WAIT.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (thread.isAlive()) {
        throw new IllegalStateException("a rival does not end");
      }
    }

    private void work() {
      for (long number = 1; !finished; number++) {
        asked = number;
        Optional<Lease> answer = ask("rival-" + takings.incrementAndGet());
        if (answer.isPresent()) {
          count(answer.get());
          granted.incrementAndGet();
          release(answer.get());
        }
        answered = number;
      }
    }

    private void count(Lease lease) {
      long before = trusting.get();
      var seen = checked.read(lease.token());
      if (seen.isEmpty() || !checked.write(seen.getAsLong() + 1, lease.token())) {
        complaints.add(REFUSED);
      }
      trusting.set(before + 1);
      counts.incrementAndGet();
    }
  }

  @Override
  public void close() {
    mend();
    rivals.forEach(Rival::finish);
    redis.close();
    proxy.close();
    server.close();
  }
}
