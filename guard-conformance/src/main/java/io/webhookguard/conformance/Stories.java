package io.webhookguard.conformance;

import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.store.DoubtMark;
import io.webhookguard.api.store.HeadOfLine;
import io.webhookguard.conformance.model.Action;
import io.webhookguard.conformance.model.Newcomer;
import io.webhookguard.conformance.model.Overlap;
import io.webhookguard.conformance.model.Trial;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/**
 * Makes up stories. What is rare by itself is made likely: dead letters, doubts, lanes that block,
 * replays, purges. Stories shrink by losing steps and by naming earlier things.
 */
final class Stories {

  private static final int FEWEST_STEPS = 40;
  private static final int MOST_STEPS = 60;

  private static final Arbitrary<Integer> KEYS =
      Arbitraries.frequencyOf(
          Tuple.of(12, Arbitraries.integers().between(0, 3)),
          Tuple.of(3, Arbitraries.integers().between(0, 7)),
          Tuple.of(1, Arbitraries.integers().between(0, 13)));

  private static final Arbitrary<Action.Pick> PICKS = picks(5);
  private static final Arbitrary<Action.Pick> STEP_PICKS = picks(2);

  private static final Arbitrary<Duration> DELAYS = seconds(0, 0, 0, 1, 5, 40);

  private Stories() {}

  static Arbitrary<List<Trial.Step>> ofOneCaller() {
    return Combinators.combine(
            actions(), Arbitraries.frequency(Tuple.of(3, false), Tuple.of(1, true)))
        .as(Trial.Step::new)
        .list()
        .ofMaxSize(MOST_STEPS)
        .withSizeDistribution(Stories::longOnes);
  }

  /** Stories begin long, and may shrink to nothing. */
  private static RandomDistribution.RandomNumericGenerator longOnes(
      int genSize, BigInteger min, BigInteger max, BigInteger center) {
    return random ->
        BigInteger.valueOf(FEWEST_STEPS + random.nextInt(MOST_STEPS - FEWEST_STEPS + 1));
  }

  /** Two to four callers who meet at few events, after a little has happened. */
  static Arbitrary<Overlap.Plan> ofManyCallers() {
    Arbitrary<List<Trial.Step>> before =
        Arbitraries.frequencyOf(
                Tuple.of(5, admissions()),
                Tuple.of(4, callsOfWorkers()),
                Tuple.of(2, time()),
                Tuple.of(1, interventions()),
                Tuple.of(1, locks()))
            .map(action -> new Trial.Step(action, false))
            .list()
            .ofMinSize(3)
            .ofMaxSize(12)
            .withSizeDistribution(RandomDistribution.uniform());
    Arbitrary<Overlap.Turn> turns =
        Combinators.combine(
                Arbitraries.frequencyOf(
                    Tuple.of(10, callsOfWorkers()),
                    Tuple.of(2, interventions()),
                    Tuple.of(2, locks()),
                    Tuple.of(1, KEYS.map(Action::find)),
                    Tuple.of(1, KEYS.map(Action::payload))),
                Arbitraries.frequency(
                    Tuple.of(12, Overlap.Fate.HEARD),
                    Tuple.of(2, Overlap.Fate.REPLY_LOST),
                    Tuple.of(1, Overlap.Fate.REQUEST_LOST)))
            .as(Overlap.Turn::new);
    return Combinators.combine(
            before, turns.list().ofMinSize(3).ofMaxSize(5).list().ofMinSize(2).ofMaxSize(4))
        .as(Overlap.Plan::new);
  }

  static Arbitrary<Action> actions() {
    return Arbitraries.frequencyOf(
        Tuple.of(30, callsOfWorkers()),
        Tuple.of(11, interventions()),
        Tuple.of(8, reads()),
        Tuple.of(6, time()),
        Tuple.of(5, locks()),
        Tuple.of(1, Arbitraries.create(Action::restart)));
  }

  /** What nodes do: most of any story. */
  static Arbitrary<Action> callsOfWorkers() {
    return Arbitraries.frequencyOf(
        Tuple.of(8, admissions()),
        Tuple.of(5, claims()),
        Tuple.of(9, settlements()),
        Tuple.of(2, renewals()),
        Tuple.of(3, recoveries()),
        Tuple.of(3, repeats()),
        Tuple.of(3, steps()));
  }

  static Arbitrary<Action> admissions() {
    Arbitrary<Newcomer> newcomers =
        Combinators.combine(
                KEYS,
                Arbitraries.of(0, 1, 1, 2),
                Arbitraries.of(0, 0, 0, 1, 2),
                Arbitraries.frequency(Tuple.of(6, false), Tuple.of(1, true)),
                Arbitraries.frequency(
                    Tuple.of(4, Newcomer.Purpose.QUEUE),
                    Tuple.of(3, Newcomer.Purpose.CLAIM),
                    Tuple.of(1, Newcomer.Purpose.IGNORE)))
            .as(Newcomer::new);
    Arbitrary<Action> batches =
        Combinators.combine(newcomers.list().ofMinSize(1).ofMaxSize(4), Arbitraries.of(false, true))
            .as(Action::admit);
    Arbitrary<Action> redeliveries = Arbitraries.integers().between(0, 5).map(Action::redeliver);
    return Arbitraries.frequencyOf(Tuple.of(7, batches), Tuple.of(1, redeliveries));
  }

  static Arbitrary<Action> claims() {
    Arbitrary<Action> heads =
        Combinators.combine(Arbitraries.of(0, 0, 0, 1, 6, 7), Arbitraries.of(1, 2, 10))
            .as(Action::claimHeads);
    return Arbitraries.frequencyOf(
        Tuple.of(4, heads),
        Tuple.of(
            3, Combinators.combine(KEYS, Arbitraries.of(true, true, false)).as(Action::claimOne)),
        Tuple.of(1, Arbitraries.integers().between(0, 2).map(Action::claims)));
  }

  static Arbitrary<Action> recoveries() {
    return Combinators.combine(Arbitraries.of(0, 0, 1), Arbitraries.of(1, 10)).as(Action::recover);
  }

  static Arbitrary<Action> renewals() {
    return Combinators.combine(PICKS.list().ofMinSize(1).ofMaxSize(3), seconds(10, 30, 60))
        .as(Action::renew);
  }

  static Arbitrary<Action> settlements() {
    Arbitrary<FailureReason> reasons =
        Arbitraries.frequency(
            Tuple.of(6, FailureReason.EXHAUSTED),
            Tuple.of(3, FailureReason.IN_DOUBT),
            Tuple.of(1, FailureReason.KEY_WINDOW),
            Tuple.of(1, FailureReason.PERMANENT),
            Tuple.of(1, FailureReason.UNPARSEABLE));
    Arbitrary<Action.End> ends =
        Arbitraries.frequency(
            Tuple.of(3, Action.End.COMPLETE),
            Tuple.of(2, Action.End.RETRY),
            Tuple.of(1, Action.End.DOUBT),
            Tuple.of(3, Action.End.FAIL),
            Tuple.of(1, Action.End.RELEASE));
    return Combinators.combine(
            PICKS,
            ends,
            DELAYS,
            reasons,
            Arbitraries.of(DoubtMark.class),
            Arbitraries.of(HeadOfLine.class))
        .as(Action.Ending::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(3)
        .map(Action::settle);
  }

  static Arbitrary<Action> repeats() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 9), Arbitraries.integers().between(0, 3))
        .as(Action::again);
  }

  static Arbitrary<Action> interventions() {
    return Combinators.combine(
            Arbitraries.frequency(
                Tuple.of(3, Action.Change.REDELIVERY),
                Tuple.of(2, Action.Change.RETRY),
                Tuple.of(3, Action.Change.CONFIRM),
                Tuple.of(1, Action.Change.DISCARD),
                Tuple.of(2, Action.Change.REPLAY),
                Tuple.of(1, Action.Change.ERASE)),
            KEYS,
            Arbitraries.frequency(Tuple.of(4, true), Tuple.of(1, false)),
            Arbitraries.of(3, 1, 0),
            seconds(3_600, 60, 0))
        .as(Action::intervene);
  }

  static Arbitrary<Action> steps() {
    return Arbitraries.frequencyOf(
        Tuple.of(
            3,
            Combinators.combine(
                    STEP_PICKS,
                    Arbitraries.integers().between(0, 2),
                    Arbitraries.integers().between(0, 1))
                .as(Action::recordStep)),
        Tuple.of(2, STEP_PICKS.map(Action::recallSteps)));
  }

  private static Arbitrary<Action> reads() {
    Arbitrary<Action> purges =
        Combinators.combine(seconds(0, 30, 60), seconds(0, 30, 100_000), Arbitraries.of(100, 1, 2))
            .as(Action::purge);
    Arbitrary<Action> searches =
        Combinators.combine(
                Arbitraries.integers().between(0, 31),
                Arbitraries.of(EventState.class),
                KEYS,
                Arbitraries.integers().between(1, 4))
            .as(Action::search);
    Arbitrary<Action> scans =
        Combinators.combine(
                Arbitraries.integers().between(0, 40), Arbitraries.integers().between(1, 20))
            .as(Action::scan);
    Arbitrary<Action> summaries =
        Combinators.combine(KEYS, Arbitraries.integers().between(1, 3)).as(Action::append);
    return Arbitraries.frequencyOf(
        Tuple.of(3, purges),
        Tuple.of(2, searches),
        Tuple.of(2, scans),
        Tuple.of(1, summaries),
        Tuple.of(1, KEYS.map(Action::entries)),
        Tuple.of(1, KEYS.map(Action::payload)));
  }

  private static Arbitrary<Action> time() {
    return Arbitraries.frequencyOf(
        Tuple.of(12, seconds(1, 5, 29, 30, 31, 31, 45, 61, 3_601, -1, -31).map(Action::advance)),
        Tuple.of(1, seconds(90_000).map(Action::advance)),
        Tuple.of(2, Arbitraries.create(Action::tick)));
  }

  static Arbitrary<Action> locks() {
    Arbitrary<Integer> back = Arbitraries.integers().between(0, 3);
    return Arbitraries.frequencyOf(
        Tuple.of(
            3,
            Combinators.combine(Arbitraries.of(0, 0, 1), Arbitraries.of(0, 1), seconds(10, 30))
                .as(Action::acquire)),
        Tuple.of(1, Combinators.combine(back, seconds(10, 60)).as(Action::renewLock)),
        Tuple.of(2, back.map(Action::releaseLock)));
  }

  /** Claims, of which one in so many and one may be over. */
  private static Arbitrary<Action.Pick> picks(int currentForOneStale) {
    return Combinators.combine(
            Arbitraries.integers().between(0, 5),
            Arbitraries.frequency(Tuple.of(currentForOneStale, false), Tuple.of(1, true)))
        .as(Action.Pick::new);
  }

  private static Arbitrary<Duration> seconds(Integer... choices) {
    return Arbitraries.of(choices).map(Duration::ofSeconds);
  }
}
