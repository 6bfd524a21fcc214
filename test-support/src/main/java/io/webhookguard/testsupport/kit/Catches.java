package io.webhookguard.testsupport.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What was planted and which rules caught it, for a table behind the tests. Thread-safe. */
public final class Catches {

  private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

  /**
   * Fails unless something planted was caught by the rules that it breaks, and by no other.
   *
   * @param byChance rules that may catch it and need not
   */
  public void require(
      Enum<?> planted, KitRun.Findings findings, Set<String> broken, Set<String> byChance) {
    Set<String> caughtBy = new TreeSet<>(findings.rules());
    lines.add(
        String.format("  %-40s %s", planted, caughtBy.isEmpty() ? "nothing to find" : caughtBy));

    caughtBy.removeAll(byChance);
    assertThat(caughtBy)
        .as(() -> planted + " is caught by the rules that it breaks:\n" + findings.reasons())
        .isEqualTo(broken);
  }

  /** As {@link #require(Enum, KitRun.Findings, Set, Set)}, with nothing left to chance. */
  public void require(Enum<?> planted, KitRun.Findings findings, Set<String> broken) {
    require(planted, findings, broken, Set.of());
  }

  /** Prints the table. */
  public void print(String title) {
    System.out.println(title + ", and the rules that caught them");
    lines.forEach(System.out::println);
  }
}
