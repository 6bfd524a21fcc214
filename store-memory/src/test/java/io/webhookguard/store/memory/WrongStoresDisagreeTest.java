package io.webhookguard.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.launcher.EngineFilter.includeEngines;

import io.webhookguard.api.store.GuardStore;
import io.webhookguard.conformance.model.Disagreement;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * The model is tested: a wrong store disagrees with it about a rule that it breaks. That the right
 * one never does is what {@link MemoryStoreProperties} shows.
 */
final class WrongStoresDisagreeTest {

  /** More than the rarest of them needs. */
  private static final String TRIES = "2000";

  @ParameterizedTest
  @MethodSource
  @DisplayName("each wrong store disagrees with the model about a rule that it breaks")
  void disagreesInStories(WrongStore wrong) {
    SpoiltStoreStories.tried = wrong;
    List<Throwable> failures = failuresOf(SpoiltStoreStories.class);

    System.out.printf("%-40s stories: %s%n", wrong, failures.stream().map(this::named).toList());

    assertThat(failures).singleElement().isInstanceOf(Disagreement.class);
    assertThat(rulesOf(wrong)).contains(((Disagreement) failures.get(0)).rule());
  }

  /** All that one caller can tell from the right one. */
  static Stream<WrongStore> disagreesInStories() {
    return Stream.of(WrongStore.values())
        .filter(wrong -> wrong != WrongStore.RIGHT)
        .filter(wrong -> wrong != WrongStore.LOOKS_BEFORE_IT_INSERTS);
  }

  @ParameterizedTest
  @MethodSource
  @DisplayName("no order explains what overlapping callers of a store that races are told")
  void disagreesWhereCallsOverlap(String name, Function<StoreState, GuardStore> wrong) {
    SpoiltInterleavings.tried = wrong;
    List<Throwable> failures = failuresOf(SpoiltInterleavings.class);

    System.out.printf(
        "%-40s interleavings: %s%n", name, failures.stream().map(this::named).toList());

    assertThat(failures).singleElement().isInstanceOf(Disagreement.class);
  }

  static Stream<Arguments> disagreesWhereCallsOverlap() {
    WrongStore looking = WrongStore.LOOKS_BEFORE_IT_INSERTS;
    Function<StoreState, GuardStore> lookingFirst = looking::around;
    return Stream.concat(
        Stream.of(arguments(looking.name(), lookingFirst)),
        Stream.of(WrongRace.values()).map(WrongStoresDisagreeTest::named));
  }

  private static Arguments named(WrongRace race) {
    Function<StoreState, GuardStore> around = race::around;
    return arguments(race.name(), around);
  }

  /** What it breaks, and what else of it stories meet that the fixed tests do not tell. */
  private static Set<String> rulesOf(WrongStore wrong) {
    Set<String> rules = new TreeSet<>(wrong.broken());
    switch (wrong) {
      case BUSY_LANE_IS_A_DUPLICATE -> rules.add("ES-4"); // Repeated, after it waited for its lane.
      case JUDGES_LEASES_BY_THE_CALLER -> rules.add("ES-30"); // The newest token is not named.
      default -> {}
    }
    return rules;
  }

  private String named(Throwable failure) {
    return failure instanceof Disagreement disagreement ? disagreement.rule() : failure.toString();
  }

  private static List<Throwable> failuresOf(Class<?> properties) {
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(properties))
                .filters(includeEngines("jqwik"))
                .configurationParameter("jqwik.tries.default", TRIES)
                .configurationParameter("jqwik.shrinking.default", "OFF")
                .configurationParameter("jqwik.failures.after.default", "RANDOM_SEED")
                .configurationParameter("jqwik.reporting.usejunitplatform", "true")
                .build(),
            listener);
    assertThat(listener.getSummary().getTestsStartedCount()).isPositive();
    return listener.getSummary().getFailures().stream()
        .map(failure -> failure.getException())
        .toList();
  }
}
