package io.webhookguard.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Many runs, each from a seed of its own, as many as {@code guard.simulation.runs} says. One of
 * them is told in full and repeated exactly by
 *
 * <pre>{@code
 * mvn -Dguard.fast -pl guard-core -am test -Dtest=SimulationTest \
 *     -Dsurefire.failIfNoSpecifiedTests=false -Dguard.simulation.seed=N
 * }</pre>
 */
final class SimulationTest {

  private static final boolean LONG = System.getProperty("guard.tier", "gate").equals("long");
  private static final Optional<Long> SEED =
      Optional.ofNullable(Long.getLong("guard.simulation.seed"));
  private static final int RUNS =
      Integer.getInteger("guard.simulation.runs", SEED.isPresent() ? 1 : LONG ? 1_000_000 : 5_000);

  /** Below this, chance alone may leave something out. */
  private static final int ENOUGH_TO_SEE_ALL = 5_000;

  private static final int MAX_FAILURES = 3;
  private static final int TOLD_LINES = 60;
  private static final int REPEATED = Math.min(40, RUNS);

  /** What a batch must have seen, or it has proven nothing. */
  private static final List<String> MUST_HAPPEN =
      List.of(
          "answer after a replay",
          "call stalled",
          "crash between tasks",
          "crash in a probe",
          "crash in a step",
          "crash in purge",
          "commit of a handler failed",
          "crash in handler, after the commit",
          "crash in handler, after the effect",
          "crash in handler, before the commit",
          "crash in handler, before the effect",
          "effect refused by a comparing destination",
          "effect repeated for a reason",
          "event answered CONFLICT",
          "event answered DUPLICATE",
          "event answered IGNORED",
          "event taken for poison",
          "exactly one effect",
          "forged request answered 401",
          "handler ran long",
          "indigestible of admit",
          "indigestible of renew",
          "indigestible of settle",
          "handler ran out of memory",
          "late effect of admit",
          "late effect of claim",
          "late effect of commit",
          "late effect of record",
          "late effect of recover",
          "late effect of renew",
          "late effect of settle",
          "late redelivery",
          "locked rows of renew",
          "locked rows of settle",
          "lost admission asked for",
          "lost claim found",
          "lost reply of claims",
          "lost reply of intervene",
          "lost request of admit",
          "no thread for a node",
          "node clock jumped",
          "node cut off from the store",
          "node paused between tasks",
          "node paused in a handler",
          "node stopped in order",
          "person asked for something",
          "probe said CannotTell",
          "probe said Done",
          "probe said NotDone",
          "purge lock refused",
          "purge lock: renew",
          "purge under the lock",
          "redelivery after 2xx",
          "request answered 503: BUSY",
          "request answered 503: UNKNOWN_OUTCOME",
          "restarted for lack of memory",
          "settlement found recorded by a transaction",
          "settlement superseded",
          "several ends in one call",
          "several requests in one call",
          "start in a lane where others wait",
          "step failed",
          "step found recorded",
          "store away",
          "store clock jumped",
          "takeover");

  private static final List<String> CALLS =
      List.of(
          "admit",
          "append",
          "claim",
          "claims",
          "commit",
          "find",
          "inTransaction",
          "intervene",
          "recall",
          "record",
          "recover",
          "renew",
          "settle",
          "tryAcquire");

  private static final List<String> ENDS =
      List.of(
          "DONE",
          "RETRYABLE",
          "CLASSIFIED",
          "PERMANENT",
          "NOT_STARTED",
          "UNKNOWN",
          "UNDECLARED",
          "ROLLED_BACK");

  @Test
  void everyRunKeepsEveryInvariant() {
    if (SEED.isPresent() && RUNS == 1) {
      tellInFull(SEED.get());
      return;
    }
    long start = System.nanoTime();
    long first = SEED.orElse(start);
    System.out.printf("SimulationTest: %d runs from seed %d%n", RUNS, first);
    Tally tally = new Tally();
    List<String> failures = new ArrayList<>();
    for (int i = 0; i < RUNS && failures.size() < MAX_FAILURES; i++) {
      Simulation.Result result = Simulation.run(first + i, false);
      tally.addAll(result.tally());
      if (!result.breaches().isEmpty()) {
        failures.add(report(first + i));
      }
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    System.out.printf(
        "%s  %d runs a minute%n", tally.table(), tally.of("run") * 60_000 / took.toMillis());

    assertThat(failures).isEmpty();
    if (RUNS >= ENOUGH_TO_SEE_ALL) {
      assertNothingWasVacuous(tally);
    }
  }

  private static void tellInFull(long seed) {
    Simulation.Result result = Simulation.run(seed, true);
    System.out.println(result.story().all());
    assertThat(result.breaches()).isEmpty();
  }

  /** The run once more, with its story: the lines about the events of which something is wrong. */
  private static String report(long seed) {
    Simulation.Result told = Simulation.run(seed, true);
    List<String> words = new ArrayList<>(List.of("starts", "dies", "stands still", "BREACH"));
    told.breaches().forEach(breach -> words.add(breach.what().split(" ", 2)[0]));
    return "seed "
        + seed
        + ": "
        + told.breaches()
        + "\n"
        + told.story().about(words, TOLD_LINES)
        + "\nrepeat with: mvn -Dguard.fast -pl guard-core -am test -Dtest=SimulationTest"
        + " -Dsurefire.failIfNoSpecifiedTests=false -Dguard.simulation.seed="
        + seed
        + "\n";
  }

  private static void assertNothingWasVacuous(Tally tally) {
    List<String> missing = new ArrayList<>();
    List<String> wanted = new ArrayList<>(MUST_HAPPEN);
    ENDS.forEach(end -> wanted.add("handler said " + end));
    for (String call : CALLS) {
      wanted.add("crash before " + call);
      wanted.add("crash after " + call);
      wanted.add("unavailable of " + call);
      wanted.add("lost request of " + call);
      wanted.add("lost reply of " + call);
    }
    wanted.stream().filter(what -> tally.of(what) == 0).forEach(missing::add);

    assertThat(missing).as("what never happened").isEmpty();
  }

  @Test
  void aSeedRepeatsARunExactly() {
    long first = SEED.orElse(System.nanoTime());
    for (long seed = first; seed < first + REPEATED; seed++) {
      Simulation.Result once = Simulation.run(seed, true);
      Simulation.Result again = Simulation.run(seed, true);
      Simulation.Result untold = Simulation.run(seed, false);

      assertThat(again.story().all())
          .as("seed %d", seed)
          .isNotEmpty()
          .isEqualTo(once.story().all());
      assertThat(untold.tally().table()).as("seed %d", seed).isEqualTo(once.tally().table());
    }
  }
}
