package io.webhookguard.core.simulation;

import io.webhookguard.api.event.Completion;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.core.simulation.Business.Effect;
import io.webhookguard.core.simulation.Business.HandlerRun;
import io.webhookguard.core.simulation.Business.Said;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Counts the effects of one event where the business sees them. */
final class EffectCount {

  /** After these an effect may have happened without being known. */
  private static final Set<DecisionKind> DOUBTFUL =
      Set.of(DecisionKind.RECOVERED, DecisionKind.IN_DOUBT, DecisionKind.PARKED);

  private final Stage stage;
  private final EventRecord event;
  private final Walk walk;
  private final Map<Long, HandlerRun> ran;
  private final List<Effect> effects;
  private final ProbeCheck probes;

  EffectCount(
      Stage stage,
      EventRecord event,
      Walk walk,
      Map<Long, HandlerRun> ran,
      Business business,
      ProbeCheck probes) {
    this.probes = probes;
    this.stage = stage;
    this.event = event;
    this.walk = walk;
    this.ran = ran;
    this.effects =
        business.effects().stream().filter(effect -> effect.key().equals(event.key())).toList();
  }

  void check() {
    for (int generation = 1; generation <= event.generation(); generation++) {
      check(generation);
    }
    for (Walk.Tenure tenure : walk.tenures()) {
      if (tenure.end.equals(Optional.of(DecisionKind.COMPLETED))) {
        stage.require(
            effects.stream().anyMatch(effect -> effect.token() == tenure.token)
                || probes.foundDone(event.key(), tenure.token),
            Invariant.DONE_HAS_EFFECT,
            event.key() + " " + tenure + " completed without an effect");
      }
    }
  }

  /** The effect of a claim that wrote it in the transaction which completed the event. */
  void checkTransactions() {
    for (Walk.Tenure tenure : walk.tenures()) {
      long count = effects.stream().filter(effect -> effect.token() == tenure.token).count();
      boolean completed = tenure.end.equals(Optional.of(DecisionKind.COMPLETED));
      stage.require(
          count == (completed ? 1 : 0),
          Invariant.ALL_OR_NOTHING,
          event.key() + " " + tenure + " ended " + tenure.end + " and has " + count + " effects");
    }
  }

  private void check(int generation) {
    long count = effects.stream().filter(effect -> effect.generation() == generation).count();
    boolean handled =
        event.generation() == generation
            && event.status() instanceof Status.Complete complete
            && complete.how() == Completion.HANDLED;
    stage.require(
        count > 0 || !handled,
        Invariant.DONE_HAS_EFFECT,
        event.key() + " is complete and has no effect");
    boolean mayRepeat =
        Scenario.isProbed(event.type())
            ? probes.hasLateEffect(event.key(), generation)
            : walk.startedAfresh() || anyDoubt(generation);
    stage.require(
        count <= 1 || mayRepeat,
        Invariant.ONE_EFFECT,
        event.key() + " has " + count + " effects without a reason");
    if (count == 1 && handled && !mayRepeat) {
      stage.tally.count("exactly one effect");
    } else if (count > 1) {
      stage.tally.count("effect repeated for a reason");
    }
  }

  private boolean anyDoubt(int generation) {
    return walk.tenures().stream()
            .anyMatch(
                tenure ->
                    tenure.generation == generation
                        && tenure.end.filter(DOUBTFUL::contains).isPresent())
        || ran.values().stream()
            .anyMatch(
                run ->
                    run.generation == generation
                        && (run.said == Said.UNDECLARED || run.said == Said.UNKNOWN));
  }
}
