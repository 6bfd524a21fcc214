package io.webhookguard.core.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many stories, each from a seed of its own; {@code -Dguard.seed=N} begins with another one. */
final class LayeredLockStoriesTest {

  private static final int STORIES = 5_000;
  private static final int SEEDS = 100;

  @Test
  @DisplayName("whatever the fast lock does, the authority's answers are the answers")
  void theAuthorityDecides() {
    long first = Long.getLong("guard.seed", System.nanoTime());
    System.out.println("LayeredLockStoriesTest: repeat with -Dguard.seed=" + first);
    for (long seed = first; seed < first + STORIES; seed++) {
      LayeredStory.play(seed, bench -> bench.lock);
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("each wrong lock is caught")
  void eachWrongLockIsCaught(WrongLayeredLock wrong) {
    Set<String> why = new TreeSet<>();
    for (int seed = 1; seed <= SEEDS; seed++) {
      try {
        LayeredStory.play(seed, wrong);
      } catch (AssertionError e) {
        why.add(reason(String.valueOf(e.getMessage())));
      }
    }
    System.out.printf("%-48s %s%n", wrong, why);

    assertThat(why).as("%s is caught", wrong).contains(wrong.caughtBy());
  }

  /** What was judged stands in brackets. */
  private static String reason(String message) {
    return message.substring(message.indexOf('[') + 1, message.indexOf(']'));
  }
}
