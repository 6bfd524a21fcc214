package io.webhookguard.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.core.lock.LayeredLock;
import io.webhookguard.core.runtime.GuardRuntime;
import io.webhookguard.store.redis.LayersInTrouble.Trouble;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A Redis server that is the fast layer of a lock is cut off, killed, stopped and emptied. */
final class LayeredLockCrashIT {

  private static final int TURNS =
      System.getProperty("guard.tier", "gate").equals("long") ? 100 : 3;

  private static final Duration ANSWER_WITHIN = Duration.ofMillis(20);
  private static final Duration AFTER_REFUSAL = Duration.ofMillis(1);

  private final GuardRuntime runtime = GuardRuntime.system(1);

  @TempDir private Path folder;

  @AfterEach
  void close() {
    runtime.close();
  }

  @Test
  @DisplayName("whatever becomes of Redis, one holds the lock and no count is lost")
  void theAuthorityDecides() {
    long seed = Long.getLong("guard.seed", System.nanoTime());
    System.out.println("layers in trouble: repeat with -Dguard.seed=" + seed);
    Random random = new Random(seed);
    try (LayersInTrouble layers =
        new LayersInTrouble(
            folder,
            (fast, authority) ->
                new LayeredLock(fast, authority, runtime, ANSWER_WITHIN, AFTER_REFUSAL))) {
      for (int turn = 0; turn < TURNS; turn++) {
        for (Trouble trouble : inAnyOrder(random)) {
          if (random.nextBoolean()) {
            layers.holdThrough(trouble);
          } else {
            layers.standStillThrough(trouble);
          }
        }
      }
      layers.finish();
      System.out.println("layers in trouble: " + layers.counts() + " counts, 0 lost");
      assertThat(layers.complaints()).isEmpty();
    }
  }

  /** Each twice: one may be met at the end of itself. */
  private static List<Trouble> inAnyOrder(Random random) {
    List<Trouble> troubles = new ArrayList<>(List.of(Trouble.values()));
    troubles.addAll(List.of(Trouble.values()));
    Collections.shuffle(troubles, random);
    return troubles;
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("each wrong lock is caught")
  void wrongLayersAreCaught(WrongLayers wrong) {
    try (LayersInTrouble layers = new LayersInTrouble(folder, wrong)) {
      layers.holdThrough(Trouble.NONE);
      assertThat(layers.complaints()).isEmpty();

      wrong.meetTrouble(layers);
      layers.finish();
      assertThat(layers.complaints()).containsAll(wrong.complaints());
    }
  }
}
