package io.webhookguard.api.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every order of states and every order of arrival. */
class StatusMachineProperties {

  private static final int MOST = 8;

  /** A machine, and states in the order in which they come. */
  record Story(StatusMachine machine, List<String> news) {

    /** The state in the end. */
    String end() {
      return path().get(path().size() - 1);
    }

    /** Every state that was ever there, in order. */
    List<String> path() {
      List<String> path = new ArrayList<>(List.of(news.get(0)));
      for (String proposed : news) {
        if (machine.judge(path.get(path.size() - 1), proposed) instanceof StatusVerdict.Apply) {
          path.add(proposed);
        }
      }
      return path;
    }
  }

  @Property(tries = 300)
  void theOrderIsStrict(@ForAll("stories") Story story) {
    StatusMachine machine = story.machine();
    for (String one : machine.states()) {
      assertThat(machine.judge(one, one)).isInstanceOf(StatusVerdict.Same.class);
      for (String other : machine.before(one)) {
        assertThat(machine.before(other)).as("antisymmetric").doesNotContain(one);
        assertThat(machine.before(one)).as("transitive").containsAll(machine.before(other));
      }
    }
  }

  @Property(tries = 300)
  void whatReplacesIsWhatTheListSays(@ForAll("stories") Story story) {
    StatusMachine machine = story.machine();
    for (String current : machine.states()) {
      for (String proposed : machine.states()) {
        boolean applies = machine.judge(current, proposed) instanceof StatusVerdict.Apply;
        assertThat(applies).isEqualTo(machine.before(proposed).contains(current));
        assertThat(applies && machine.isTerminal(current)).as("after a terminal one").isFalse();
      }
    }
  }

  @Property(tries = 500)
  void nothingGoesBackAndTheEndIsTheLatestOfItsBranch(@ForAll("stories") Story story) {
    List<String> path = story.path();

    assertThat(new HashSet<>(path)).as("no state comes twice").hasSameSizeAs(path);
    for (int i = 1; i < path.size(); i++) {
      assertThat(story.machine().before(path.get(i))).contains(path.get(i - 1));
    }
    Set<String> replacing = new HashSet<>(story.news());
    replacing.removeIf(state -> !story.machine().before(state).contains(story.end()));
    assertThat(replacing).as("news that come after the end").isEmpty();
  }

  @Property(tries = 500)
  void whereAllStandInOneLineTheOrderOfArrivalDoesNotMatter(@ForAll("lines") Story story) {
    List<String> states = story.machine().states();
    String latest =
        story.news().stream()
            .max((one, other) -> Integer.compare(states.indexOf(one), states.indexOf(other)))
            .orElseThrow();

    assertThat(story.end()).isEqualTo(latest);
  }

  /** Any order: each state may come before any that is declared later. */
  @Provide
  Arbitrary<Story> stories() {
    return Arbitraries.integers()
        .between(1, MOST)
        .flatMap(
            size ->
                Arbitraries.integers()
                    .between(0, 3)
                    .list()
                    .ofSize(size * size)
                    .map(dice -> machine(size, dice))
                    .flatMap(StatusMachineProperties::toldOf));
  }

  /** One line of states. */
  @Provide
  Arbitrary<Story> lines() {
    return Arbitraries.integers()
        .between(1, MOST)
        .map(
            size -> {
              String[] states = states(size);
              return StatusMachine.named("line").states(states).order("s0", tail(states)).build();
            })
        .flatMap(StatusMachineProperties::toldOf);
  }

  private static Arbitrary<Story> toldOf(StatusMachine machine) {
    return Arbitraries.of(machine.states())
        .list()
        .ofMinSize(1)
        .ofMaxSize(20)
        .map(news -> new Story(machine, news));
  }

  private static StatusMachine machine(int size, List<Integer> dice) {
    String[] states = states(size);
    StatusMachine.Builder builder = StatusMachine.named("any").states(states);
    for (int one = 0; one < size; one++) {
      boolean last = true;
      for (int other = one + 1; other < size; other++) {
        if (dice.get(one * size + other) == 0) {
          builder.order(states[one], states[other]);
          last = false;
        }
      }
      if (last && dice.get(one * size) < 2) {
        builder.terminal(states[one]);
      }
    }
    return builder.build();
  }

  private static String[] states(int size) {
    return IntStream.range(0, size).mapToObj(i -> "s" + i).toArray(String[]::new);
  }

  private static String[] tail(String[] states) {
    return List.of(states).subList(1, states.length).toArray(String[]::new);
  }
}
