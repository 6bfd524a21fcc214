package io.webhookguard.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.webhookguard.api.store.GuardStore;
import io.webhookguard.conformance.model.Disagreement;
import io.webhookguard.testsupport.kit.KitRun;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The model is tested: a wrong store disagrees with it about a rule that it breaks. That the right
 * one never does is what {@link MemoryStoreProperties} shows.
 */
final class WrongStoresDisagreeTest {

  /** More than the rarest of them needs. */
  private static final String TRIES = "2000";

  /** A story may end with a rule that the fault breaks in passing: then another one is told. */
  private static final int STORIES = 10;

  /** What stories to one store do not tell, or not for certain, from the right one. */
  private static final Map<WrongStore, String> BEYOND_STORIES =
      Map.of(
          WrongStore.RIGHT, "nothing is wrong with it",
          WrongStore.RIGHT_BUT_LAZY, "nothing is wrong with it",
          WrongStore.FORGETS_A_REPLAY_THAT_IS_DONE, "not every run has a story that shows it",
          WrongStore.LOOKS_BEFORE_IT_INSERTS, "only overlapping calls show it",
          WrongStore.TAKES_OVER_FROM_AN_OLD_LIST, "only overlapping calls show it",
          WrongStore.PURGES_WHAT_WAS_DONE, "only overlapping calls show it",
          WrongStore.LOOKS_FOR_REPEATS_BEFORE_IT_GRANTS, "only overlapping calls show it",
          WrongStore.LANES_JOINED, "no two lanes of the stories join to one text",
          WrongStore.NEIGHBOURS_SHARE_THEIR_LOCKS, "stories are told to one store");

  private static final Set<WrongStore> RACES =
      EnumSet.of(WrongStore.LOOKS_BEFORE_IT_INSERTS, WrongStore.TAKES_OVER_FROM_AN_OLD_LIST);

  @ParameterizedTest
  @MethodSource
  @DisplayName("each wrong store disagrees with the model about a rule that it breaks")
  void disagreesInStories(WrongStore wrong) {
    SpoiltStoreStories.tried = wrong;
    Set<String> rules = rulesOf(wrong);
    Set<String> named = new LinkedHashSet<>();
    for (int i = 0; i < STORIES && Collections.disjoint(named, rules); i++) {
      named.add(ruleOf(SpoiltStoreStories.class));
    }
    System.out.printf("%-40s stories: %s%n", wrong, named);

    assertThat(named).as("it is caught by a rule that it breaks").containsAnyElementsOf(rules);
  }

  /** What it breaks, and what of it stories meet before the fixed tests' rules. */
  private static Set<String> rulesOf(WrongStore wrong) {
    Set<String> rules = new TreeSet<>(wrong.broken());
    rules.addAll(wrong.brokenByChance());
    switch (wrong) {
      case ANSWERS_FINER_TIMES_THAN_IT_KEEPS -> rules.add("ES-10"); // The record shows the other.
      case RETRY_GIVES_REOPENINGS_BACK -> rules.add("ES-42"); // The record shows it at once.
      case NUMBERS_ENTRIES_BEFORE_THEY_COMMIT -> rules.add("LG-1"); // The late entry is missed.
      case COUNTS_TOKENS_BY_ROWS -> rules.add("LG-7"); // The entry has the token that was due.
      default -> {}
    }
    return rules;
  }

  static Stream<WrongStore> disagreesInStories() {
    return Stream.of(WrongStore.values())
        .filter(wrong -> !BEYOND_STORIES.containsKey(wrong) && !isAboutSeals(wrong));
  }

  /** Stories are told without seals: these add nothing to what an event goes through. */
  private static boolean isAboutSeals(WrongStore wrong) {
    return wrong.broken().stream().anyMatch(rule -> rule.startsWith("SL-"))
        && wrong.broken().stream().allMatch(rule -> rule.matches("SL-.*|ES-58"));
  }

  @ParameterizedTest
  @MethodSource
  @DisplayName("no order explains what overlapping callers of a store that races are told")
  void disagreesWhereCallsOverlap(String name, Function<StoreState, GuardStore> wrong) {
    SpoiltInterleavings.tried = wrong;

    String rule = ruleOf(SpoiltInterleavings.class);

    System.out.printf("%-40s interleavings: %s%n", name, rule);
  }

  static Stream<Arguments> disagreesWhereCallsOverlap() {
    return Stream.concat(
        RACES.stream().map(wrong -> race(wrong.name(), wrong::around)),
        Stream.of(WrongRace.values()).map(wrong -> race(wrong.name(), wrong::around)));
  }

  private static Arguments race(String name, Function<StoreState, GuardStore> around) {
    return arguments(name, around);
  }

  /** The rule that the one failure of the properties names. */
  private static String ruleOf(Class<?> properties) {
    List<Throwable> failures = failuresOf(properties);
    assertThat(failures).singleElement().isInstanceOf(Disagreement.class);
    assertThat(failures.get(0)).hasMessageContaining("  after\n");
    return ((Disagreement) failures.get(0)).rule();
  }

  private static List<Throwable> failuresOf(Class<?> properties) {
    KitRun.Findings findings =
        KitRun.ofProperties(properties)
            .with("jqwik.tries.default", TRIES)
            .with("jqwik.shrinking.default", "OFF")
            .with("jqwik.failures.after.default", "RANDOM_SEED")
            .with("jqwik.reporting.usejunitplatform", "true")
            .run();
    assertThat(findings.started()).isPositive();
    return findings.failures().stream().map(KitRun.Failure::exception).toList();
  }
}
