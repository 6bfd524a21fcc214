package io.webhookguard.store.redis;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Many stories, each from a seed of its own; {@code -Dguard.seed=N} begins with another one. */
final class CrossingStoriesTest {

  private static final int STORIES =
      System.getProperty("guard.tier", "gate").equals("long") ? 1_000 : 6;

  @Test
  @DisplayName(
      "clients that die between partitions leave lanes that go on, in order, one at a time")
  void clientsThatDieBetweenPartitions() {
    long first = Long.getLong("guard.seed", System.nanoTime());
    System.out.println("CrossingStoriesTest: repeat with -Dguard.seed=" + first);
    for (long seed = first; seed < first + STORIES; seed++) {
      try (DividedStore divided = new DividedStore()) {
        new CrossingStory(divided, seed).play();
      }
    }
  }
}
