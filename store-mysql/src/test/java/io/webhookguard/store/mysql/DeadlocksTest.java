package io.webhookguard.store.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.testsupport.stores.Fixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Threads that admit the same events at once, each in an order of its own, deadlock inside MySQL;
 * no caller learns of it, and each event is new once.
 *
 * <p>{@code guard.deadlocks.seconds} says how long, {@code guard.deadlocks.seed} which orders.
 */
final class DeadlocksTest {

  private static final int THREADS = 32;
  private static final int BATCH = 24;
  private static final int KEYS = 60;

  @Test
  @DisplayName("no deadlock reaches a caller")
  void noDeadlockReachesACaller() throws Exception {
    long seed = Long.getLong("guard.deadlocks.seed", System.nanoTime());
    Duration length = Duration.ofSeconds(Long.getLong("guard.deadlocks.seconds", 5));
    System.out.printf(
        "Deadlocks: guard.deadlocks.seed=%d, guard.deadlocks.seconds=%d%n",
        seed, length.toSeconds());
    MysqlHarness harness = new MysqlHarness();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      long end = System.nanoTime() + length.toNanos();
      List<Callable<List<String>>> callers = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        Random random = new Random(seed + thread);
        callers.add(() -> admitUntil(end, random, harness.store()));
      }
      List<String> admitted = new ArrayList<>();
      for (Future<List<String>> caller : threads.invokeAll(callers)) {
        admitted.addAll(caller.get());
      }
      Set<String> once = new HashSet<>(admitted);
      System.out.printf("Deadlocks: %d events were new, each once%n", once.size());
      assertThat(admitted).as("each is new once").hasSize(once.size());
      assertThat(once).as("the threads met").hasSizeGreaterThan(KEYS);
    } finally {
      threads.shutdownNow();
    }
  }

  /** The window of keys moves with time, so that all threads want the same new ones. */
  private static List<String> admitUntil(long end, Random random, TransactionalStore store) {
    List<String> admitted = new ArrayList<>();
    long now = System.nanoTime();
    while (now < end) {
      long window = (end - now) / 200_000_000L;
      List<Arrival> batch = new ArrayList<>();
      for (int i = 0; i < BATCH; i++) {
        int key = random.nextInt(KEYS);
        batch.add(Fixture.arrival("w" + window + "_" + key, key % 3 == 0 ? "" : "cus_" + key % 7));
      }
      Collections.shuffle(batch, random);
      List<Admission> answers = store.events().admit(batch);
      for (int i = 0; i < BATCH; i++) {
        if (answers.get(i) instanceof Admission.Queued) {
          admitted.add(batch.get(i).key().eventId());
        }
      }
      now = System.nanoTime();
    }
    return admitted;
  }
}
