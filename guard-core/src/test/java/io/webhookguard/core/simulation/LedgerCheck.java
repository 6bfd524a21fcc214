package io.webhookguard.core.simulation;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.core.handler.InDoubt;
import io.webhookguard.core.handler.RunPolicy;
import io.webhookguard.core.simulation.Business.HandlerRun;
import io.webhookguard.core.simulation.Business.Said;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Holds the ledger against what handlers and nodes really did. */
final class LedgerCheck {

  private static final Duration SHORT_TOTAL = Duration.ofHours(1);
  private static final Set<DecisionKind> COUNTED =
      Set.of(DecisionKind.RETRY_SCHEDULED, DecisionKind.FAILED);
  private static final Set<DecisionKind> DOUBTFUL =
      Set.of(DecisionKind.IN_DOUBT, DecisionKind.PARKED);

  private static final Set<DecisionKind> AGAIN =
      Set.of(DecisionKind.IN_DOUBT, DecisionKind.RETRY_SCHEDULED);

  /** Under these it may not have been known how often it was taken over before. */
  private static final Set<Trouble> LEDGER_UNREAD =
      EnumSet.of(
          Trouble.UNAVAILABLE,
          Trouble.LOST_REQUEST,
          Trouble.LOST_REPLY,
          Trouble.OUTAGE,
          Trouble.PARTITION);

  private final Stage stage;
  private final Map<EventKey, Map<Long, HandlerRun>> runs = new HashMap<>();
  private final Map<String, SimulatedNode> nodes;
  private final Map<String, Scenario.Sent> sent;
  private final Business business;
  private final ProbeCheck probes;

  LedgerCheck(Stage stage, Business business, Fleet fleet) {
    this.stage = stage;
    this.business = business;
    this.probes = new ProbeCheck(stage, business);
    this.nodes =
        fleet.everStarted().stream()
            .collect(Collectors.toMap(SimulatedNode::name, node -> node, (one, other) -> one));
    this.sent =
        stage.scenario.events().stream()
            .collect(Collectors.toMap(Scenario.Sent::id, event -> event));
  }

  void check() {
    for (HandlerRun run : business.runs()) {
      HandlerRun earlier =
          runs.computeIfAbsent(run.key, key -> new HashMap<>()).putIfAbsent(run.token, run);
      stage.require(
          earlier == null,
          Invariant.ONE_RUN_PER_CLAIM,
          run.key + " token " + run.token + " ran twice");
    }
    for (EventRecord event : stage.events()) {
      Scenario.Sent origin = sent.get(event.key().eventId());
      if (origin != null) {
        check(event, origin);
      }
    }
    new LaneCheck(stage, sent).check();
    nodes.values().forEach(this::checkRefusals);
  }

  private void checkRefusals(SimulatedNode node) {
    if (!node.process().isDead()) {
      stage.require(
          node.link().refused() == node.refusalsTold(),
          Invariant.REFUSALS_ARE_TOLD,
          node.name() + " told of " + node.refusalsTold() + " of " + node.link().refused());
    }
  }

  private void check(EventRecord event, Scenario.Sent origin) {
    Walk walk = Walk.along(stage.store.ledger().entries(event.key()), event);
    walk.flaws().forEach(flaw -> stage.breach(Invariant.LEDGER_PATH, event.key() + ": " + flaw));
    Map<Long, HandlerRun> ran = runs.getOrDefault(event.key(), Map.of());
    Set<Long> claimed =
        walk.tenures().stream()
            .filter(tenure -> !tenure.recovered)
            .map(tenure -> tenure.token)
            .collect(Collectors.toSet());
    stage.require(
        claimed.containsAll(ran.keySet()),
        Invariant.ONE_RUN_PER_CLAIM,
        event.key() + " ran under " + ran.keySet() + " and was claimed under " + claimed);
    for (int place = 0; place < walk.tenures().size(); place++) {
      check(
          event.key(),
          walk,
          place,
          Optional.ofNullable(ran.get(walk.tenures().get(place).token)),
          origin);
    }
    checkPoison(event, walk, origin);
    if (Scenario.isProbed(origin.type())) {
      probes.check(event.key(), walk.tenures(), ran);
    }
    EffectCount count = new EffectCount(stage, event, walk, ran, business, probes);
    count.check();
    if (Scenario.isTransactional(origin.type()) || Scenario.isInOwnTransaction(origin.type())) {
      count.checkTransactions();
    }
  }

  private void check(
      EventKey key, Walk walk, int place, Optional<HandlerRun> run, Scenario.Sent origin) {
    RunPolicy policy = origin.policy();
    boolean certain = Scenario.isTransactional(origin.type());
    boolean probed = Scenario.isProbed(origin.type());
    Walk.Tenure tenure = walk.tenures().get(place);
    String who = key + " " + tenure;
    stage.require(
        tenure.end.isEmpty()
            || allowedEnds(key, walk, place, run, origin).contains(tenure.end.get()),
        Invariant.END_IS_TRUE,
        who + " said " + run.map(ran -> ran.said) + " and ended " + tenure.end);
    stage.require(
        tenure.attempt <= policy.retry().attempts() + (probed && run.isEmpty() ? 1 : 0),
        Invariant.ATTEMPTS_COUNT,
        who + " is attempt " + tenure.attempt);
    stage.require(
        !certain
            || !(tenure.end.filter(DOUBTFUL::contains).isPresent()
                || run.filter(ran -> ran.inDoubt).isPresent()),
        Invariant.CERTAIN,
        who + " is in doubt");
    stage.require(
        certain || policy.inDoubt() == InDoubt.RETRY || tenure.recovered || !tenure.afterDoubt,
        Invariant.PARKED_WAITS,
        who + " was granted in doubt");
    boolean late =
        Duration.between(walk.windowStart(place), tenure.startedAt).compareTo(policy.remoteKeyTtl())
            > 0;
    stage.require(
        !late || run.isEmpty() || !run.get().inDoubt || stage.scenario.has(Trouble.STORE_CLOCK),
        Invariant.KEY_WINDOW,
        who + " ran in doubt after its key window");
    if (tenure.recovered) {
      String holder = walk.tenures().get(Math.max(0, place - 1)).owner;
      stage.require(
          stage.scenario.has(Trouble.STORE_CLOCK)
              || !nodes.containsKey(holder)
              || nodes.get(holder).isExcused(),
          Invariant.NOBODY_IS_ROBBED,
          who + " was taken from " + holder + ", which was well");
    }
  }

  /** It is given up after as many takeovers in a row as the policy says, and not before. */
  private void checkPoison(EventRecord event, Walk walk, Scenario.Sent origin) {
    int takeovers = origin.policy().takeovers();
    for (int place = 0; place < walk.tenures().size(); place++) {
      Walk.Tenure tenure = walk.tenures().get(place);
      boolean again =
          tenure.end.filter(AGAIN::contains).isPresent()
              && tenure.recovered
              && walk.takeoversInARow(place) >= takeovers;
      stage.require(
          !again || LEDGER_UNREAD.stream().anyMatch(stage.scenario::has),
          Invariant.POISON_ENDS,
          event.key() + " " + tenure + " goes on after " + walk.takeoversInARow(place));
    }
  }

  private Set<DecisionKind> allowedEnds(
      EventKey key, Walk walk, int place, Optional<HandlerRun> run, Scenario.Sent origin) {
    Walk.Tenure tenure = walk.tenures().get(place);
    Set<DecisionKind> allowed = EnumSet.of(DecisionKind.RECOVERED);
    RunPolicy policy = origin.policy();
    boolean probed = Scenario.isProbed(origin.type());
    boolean parks = policy.inDoubt() == InDoubt.PARK;
    if (tenure.recovered && walk.takeoversInARow(place) >= policy.takeovers()) {
      stage.tally.count("event taken for poison");
      allowed.add(
          Scenario.isTransactional(origin.type()) ? DecisionKind.FAILED : DecisionKind.PARKED);
    }
    if (Scenario.isTransactional(origin.type())) {
      allowed.addAll(transactionalEnds(tenure, run, policy));
    } else if (Scenario.isInOwnTransaction(origin.type()) && run.isPresent()) {
      // Whether its transaction committed is held against the effects.
      allowed.addAll(ends(run.get().said, policy, parks));
      allowed.add(DecisionKind.COMPLETED);
    } else if (probed && (tenure.recovered || isDoubtful(run))) {
      allowed.addAll(DOUBTFUL);
    } else if (probed && run.isEmpty()) {
      allowed.addAll(ProbeCheck.ends(probes.look(key, tenure.token)));
    } else if (tenure.recovered) {
      allowed.addAll(doubtfulEnds(parks));
    } else if (run.isEmpty()) {
      allowed.addAll(Set.of(DecisionKind.RELEASED, DecisionKind.FAILED));
    } else {
      allowed.addAll(ends(run.get().said, policy, parks));
    }
    return allowed;
  }

  private static boolean isDoubtful(Optional<HandlerRun> run) {
    return run.filter(it -> it.said == Said.UNKNOWN || it.said == Said.UNDECLARED).isPresent();
  }

  private static Set<DecisionKind> transactionalEnds(
      Walk.Tenure tenure, Optional<HandlerRun> run, RunPolicy policy) {
    if (tenure.recovered || run.isEmpty()) {
      return tenure.recovered ? COUNTED : EnumSet.complementOf(EnumSet.of(DecisionKind.COMPLETED));
    }
    Said said = run.get().said;
    Set<DecisionKind> allowed = EnumSet.noneOf(DecisionKind.class);
    allowed.addAll(isDoubtful(run) ? COUNTED : ends(said, policy, false));
    if (said == Said.DONE) {
      // A commit that was refused or lost is another attempt's, or the last one's failure.
      allowed.addAll(COUNTED);
    }
    return allowed;
  }

  private static Set<DecisionKind> doubtfulEnds(boolean parks) {
    return parks ? Set.of(DecisionKind.PARKED) : Set.of(DecisionKind.IN_DOUBT, DecisionKind.FAILED);
  }

  private static Set<DecisionKind> ends(Said said, RunPolicy policy, boolean parks) {
    return switch (said) {
      case NOTHING -> Set.of();
      case DONE -> Set.of(DecisionKind.COMPLETED);
      case RETRYABLE, CLASSIFIED, ROLLED_BACK -> COUNTED;
      case PERMANENT -> Set.of(DecisionKind.FAILED);
      case NOT_STARTED ->
          policy.retry().total().compareTo(SHORT_TOTAL) < 0
              ? EnumSet.of(DecisionKind.RELEASED, DecisionKind.RETRY_SCHEDULED, DecisionKind.FAILED)
              : Set.of(DecisionKind.RELEASED);
      case UNKNOWN, UNDECLARED -> doubtfulEnds(parks);
    };
  }
}
