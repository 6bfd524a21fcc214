package io.webhookguard.core.simulation;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.core.handler.Finding;
import io.webhookguard.core.simulation.Business.HandlerRun;
import io.webhookguard.core.simulation.Business.Look;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What probes said, and what must have followed from it. */
final class ProbeCheck {

  private record Claimed(EventKey key, long token) {}

  private static final Set<DecisionKind> DOUBTFUL =
      Set.of(DecisionKind.RECOVERED, DecisionKind.IN_DOUBT, DecisionKind.PARKED);

  private final Stage stage;
  private final Business business;
  private final Map<Claimed, Look> looks = new HashMap<>();

  ProbeCheck(Stage stage, Business business) {
    this.stage = stage;
    this.business = business;
    business.looks().forEach(look -> looks.put(new Claimed(look.key(), look.token()), look));
  }

  Optional<Look> look(EventKey key, long token) {
    return Optional.ofNullable(looks.get(new Claimed(key, token)));
  }

  /** Whether it was found done under this token. */
  boolean foundDone(EventKey key, long token) {
    return look(key, token)
        .flatMap(Look::finding)
        .filter(Finding.Done.class::isInstance)
        .isPresent();
  }

  /** Holds the claims of an event with a probe against what was found. */
  void check(EventKey key, List<Walk.Tenure> tenures, Map<Long, HandlerRun> runs) {
    boolean doubt = false;
    int generation = 1;
    for (Walk.Tenure tenure : tenures) {
      doubt &= tenure.generation == generation;
      generation = tenure.generation;
      Optional<Look> look = look(key, tenure.token);
      boolean notDone =
          look.flatMap(Look::finding).filter(Finding.NotDone.class::isInstance).isPresent();
      stage.require(
          !runs.containsKey(tenure.token) || notDone || (!doubt && look.isEmpty()),
          Invariant.PROBED_FIRST,
          key + " " + tenure + " ran after " + look);
      doubt = (doubt && !notDone) || tenure.end.filter(DOUBTFUL::contains).isPresent();
    }
  }

  /** How a claim of an event with a probe may end. */
  static Set<DecisionKind> ends(Optional<Look> look) {
    return look.map(Look::finding)
        .map(
            finding ->
                finding
                    .map(
                        it ->
                            it.match(
                                done -> EnumSet.of(DecisionKind.COMPLETED),
                                notDone -> EnumSet.of(DecisionKind.FAILED),
                                cannotTell -> EnumSet.of(DecisionKind.PARKED)))
                    .orElse(EnumSet.of(DecisionKind.IN_DOUBT, DecisionKind.PARKED)))
        .orElse(EnumSet.of(DecisionKind.RELEASED));
  }

  /** Whether an effect came from an overtaken claim after a newer one's probe had looked. */
  boolean hasLateEffect(EventKey key, int generation) {
    List<Business.Effect> effects = business.effects();
    return business.looks().stream()
        .filter(look -> look.key().equals(key) && look.generation() == generation)
        .anyMatch(
            look ->
                effects.subList(look.effects(), effects.size()).stream()
                    .anyMatch(
                        effect ->
                            effect.key().equals(key)
                                && effect.generation() == generation
                                && effect.token() < look.token()));
  }
}
