package io.webhookguard.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.store.Limits;
import io.webhookguard.store.memory.MemoryStore;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store answers any row of calls as the readable model in memory does. */
final class MemoryModelTest {

  private static final boolean LONG = System.getProperty("guard.tier", "gate").equals("long");
  private static final int STORIES = LONG ? 500 : 8;
  private static final int STEPS = 250;

  private static final Set<DecisionKind> DECISIONS =
      EnumSet.range(DecisionKind.RECEIVED, DecisionKind.PURGED);

  @TempDir Path folder;

  private final Set<DecisionKind> decided = EnumSet.noneOf(DecisionKind.class);

  private final long seed = Long.getLong("guard.seed", System.nanoTime());

  @Test
  void sameCallsGetTheSameAnswers() throws SQLException {
    System.out.println("MemoryModelTest: repeat with -Dguard.seed=" + seed);
    Random seeds = new Random(seed);
    for (int story = 0; story < STORIES || (isDull() && story < 10 * STORIES); story++) {
      tell(folder.resolve("story" + story + ".db"), new Random(seeds.nextLong()));
    }
    assertThat(decided).as("every decision was made").containsAll(DECISIONS);
  }

  /** Whether some decision was never made so far. */
  private boolean isDull() {
    return !decided.containsAll(DECISIONS);
  }

  private void tell(Path file, Random random) throws SQLException {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    try (SqliteStore store = SqliteStore.open(SqliteConfig.at(file).clock(now::get).build());
        MemoryStore model = new MemoryStore(now::get)) {
      Twins twins = new Twins(model, store, by -> now.updateAndGet(time -> time.plus(by)), random);
      for (int step = 0; step < STEPS; step++) {
        twins.step();
      }
      twins.compareAll();
      store.ledger().scan(0, Limits.MAX_PAGE).entries().forEach(e -> decided.add(e.kind()));
    }
    Invariants.assertLanesHold(file);
  }
}
