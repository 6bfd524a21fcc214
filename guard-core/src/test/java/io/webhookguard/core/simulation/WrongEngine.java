package io.webhookguard.core.simulation;

import io.webhookguard.core.InterposedStore;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.ProbedHandler;
import io.webhookguard.core.runtime.GuardRuntime;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Engines with a bug, each made of the right one by changing what it hears from its store, what it
 * tells it, how it calls its handler, or what runs in its background. The simulation must see each
 * of them.
 */
enum WrongEngine implements Engine {
  SETTLES_BEFORE_IT_RUNS(Invariant.DONE_HAS_EFFECT, WrongEnds.SettledFirst::new),
  SETTLES_UNDER_ANY_TOKEN(Invariant.END_IS_TRUE, WrongEnds.NewestToken::new),
  TAKES_A_LOST_REPLY_FOR_A_FAILURE(Invariant.END_IS_TRUE, WrongEnds.UnknownIsFailure::new),
  RUNS_WHAT_IS_PARKED(Invariant.PARKED_WAITS, WrongEnds.ParkedRuns::new),
  RETRIES_WITHOUT_COUNTING(Invariant.END_IS_TRUE, WrongEnds.UncountedRetry::new),
  COUNTS_WHAT_NEVER_BEGAN(Invariant.END_IS_TRUE, WrongEnds.CountedRelease::new),
  HIDES_WHAT_WAS_REFUSED(Invariant.REFUSALS_ARE_TOLD, WrongEnds.SupersededIsSettled::new),
  RUNS_AGAIN_AFTER_A_LOST_REPLY(Invariant.ONE_RUN_PER_CLAIM, WrongEnds.RunsAgain::new),
  ACKNOWLEDGES_BEFORE_IT_COMMITS(Invariant.ANSWER_IS_TRUE, WrongClaims.EarlyAnswer::new),
  RUNS_DUPLICATES(Invariant.ONE_RUN_PER_CLAIM, WrongClaims.DuplicateRuns::new),
  FORGETS_LANES(Invariant.LANE_ORDER, WrongClaims.NoLanes::new),
  TAKES_OVER_ITS_OWN_WORK(Invariant.END_IS_TRUE, WrongClaims.OwnWork::new),
  DOES_NOT_RENEW(Invariant.NOBODY_IS_ROBBED, WrongClaims.NoRenewal::new),
  NEVER_RECOVERS(Invariant.ALL_ENDS, WrongClaims.NoRecovery::new),
  COUNTS_THE_KEY_WINDOW_ANEW(Invariant.KEY_WINDOW, WrongClaims.MovingWindow::new),
  MAKES_A_KEY_FOR_EACH_ATTEMPT(Invariant.SAME_KEY, WrongClaims.NewKeys::new),
  FORGETS_WHAT_IT_PURGED(Invariant.LEDGER_PATH, WrongClaims.NoTombstones::new),
  PURGES_WITHOUT_THE_LOCK(Invariant.ONE_PURGER, WrongClaims.NoLock::new),
  RUNS_WITHOUT_ASKING_THE_PROBE(Invariant.PROBED_FIRST, WrongSteps.BlindProbe::new),
  TAKES_A_FAILED_PROBE_FOR_NOT_DONE(Invariant.PROBED_FIRST, WrongSteps.HastyProbe::new),
  REPEATS_STEPS(Invariant.STEP_ONCE, WrongSteps.NothingRecalled::new),
  MAKES_STEP_KEYS_FOR_EACH_ATTEMPT(Invariant.SAME_KEY, WrongSteps.NewKeys::new),
  NEVER_SUSPECTS_THE_EVENT(Invariant.POISON_ENDS, WrongSteps.NoPoison::new),
  PASSES_ENTRIES_OVER_WHEN_IT_SEALS(Invariant.SEALED_AND_TRUE, WrongSeals.Gap::new),
  NEVER_SEALS(Invariant.SEALED_AND_TRUE, WrongSeals.Never::new),
  SETTLES_OUTSIDE_THE_TRANSACTION(Invariant.ALL_OR_NOTHING, WrongTransactions.SettledOutside::new),
  COMMITS_THE_EFFECT_ALONE(Invariant.ALL_OR_NOTHING, WrongTransactions.EffectAlone::new),
  TAKES_A_ROLLBACK_FOR_DOUBT(Invariant.CERTAIN, WrongTransactions.RollbackIsDoubt::new),
  TAKES_A_LOST_COMMIT_FOR_A_FAILURE(
      Invariant.ALL_OR_NOTHING, WrongTransactions.LostCommitIsFailure::new),
  TAKES_A_LOST_COMMIT_FOR_A_SUCCESS(
      Invariant.ANSWER_IS_TRUE, WrongTransactions.LostCommitIsSuccess::new),
  ASKS_BY_COMPLETING_AGAIN(Invariant.ALL_OR_NOTHING, WrongTransactions.CompletionSentAgain::new),
  MIXES_UP_ANSWERS(Invariant.ANSWER_IS_TRUE, WrongGroups.MixedUp::new),
  DIVIDES_BEFORE_IT_ASKS(Invariant.ASKED_AS_IT_WAS, WrongGroups.Divided::new),
  SENDS_TWINS_TOGETHER(Invariant.ONE_KEY_PER_CALL, WrongGroups.Twins::new),
  FORGETS_WHO_WAITS(Invariant.ALL_ENDS, WrongGroups.Stranded::new),
  NEVER_FORGETS_WHAT_WAS_SETTLED(Invariant.ANSWER_IS_FRESH, WrongMemories.NeverForgets::new),
  NEVER_HEARS_OF_REPLAYS_ELSEWHERE(Invariant.ANSWER_IS_FRESH, WrongMemories.HearsOfNobody::new);

  /** What is wrong with one node: it stands between it and its store, and around its handler. */
  interface Flaw extends InterposedStore.Between {

    /** The handler as the engine calls it. */
    default Handler around(Handler handler) {
      return handler;
    }

    /** The handler with a probe as the engine calls it. */
    default ProbedHandler around(ProbedHandler handler) {
      return handler;
    }

    /** What the engine takes for the executor of its calls to the store. */
    default Executor background(Executor right) {
      return right;
    }
  }

  /** What a flaw may use. */
  record Place(SimulatedNode node, Stage stage, Parts right) {}

  private final Invariant broken;

  @SuppressWarnings("ImmutableEnumChecker") // These are constructors.
  private final Function<Place, Flaw> flaws;

  WrongEngine(Invariant broken, Function<Place, Flaw> flaws) {
    this.broken = broken;
    this.flaws = flaws;
  }

  /** The invariant that names the bug. Others may break with it. */
  Invariant broken() {
    return broken;
  }

  @Override
  public Parts of(SimulatedNode node, Stage stage, Parts right) {
    Flaw flaw = flaws.apply(new Place(node, stage, right));
    GuardRuntime runtime = right.runtime();
    return new Parts(
        InterposedStore.between(right.store(), flaw),
        flaw.around(right.handler()),
        flaw.around(right.probed()),
        right.transactional(),
        GuardRuntime.of(
            runtime.handlers(),
            flaw.background(runtime.background()),
            runtime.scheduler(),
            runtime.clock(),
            runtime::nanoTime,
            runtime.random()));
  }
}
