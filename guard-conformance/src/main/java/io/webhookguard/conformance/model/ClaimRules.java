package io.webhookguard.conformance.model;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.ClaimRequest;
import io.webhookguard.api.store.RecoverRequest;
import io.webhookguard.api.store.RenewAnswer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Which claims, takeovers and renewals are right (ES-10 to ES-16, ES-30 to ES-33, LN). */
record ClaimRules(Model model) {

  // Claims.

  void judge(ClaimRequest request, List<Attempt> answer) {
    if (isRepeated(request.claimId(), answer)) {
      return;
    }
    request
        .selection()
        .match(
            heads -> judgeHeads(heads.routes(), heads.limit(), answer),
            one -> judgeOne(one.key(), answer));
    answer.forEach(attempt -> granted(request, attempt));
  }

  private static boolean judgeHeads(Set<Route> routes, int limit, List<Attempt> answer) {
    requireLimit("ES-10", limit, answer);
    answer.forEach(attempt -> requireRoute("ES-10", routes, attempt));
    return true;
  }

  private boolean judgeOne(EventKey key, List<Attempt> answer) {
    boolean mayRun = model.find(key).flatMap(this::reasonToWait).isEmpty();
    int wanted = model.find(key).isPresent() && mayRun ? 1 : 0;
    model.find(key).ifPresent(event -> event.rule = "ES-15");
    Check.equal(
        "ES-15",
        "the claims on " + key + model.find(key).flatMap(this::reasonToWait).orElse(""),
        wanted,
        answer.size());
    answer.forEach(
        attempt -> Check.equal("ES-15", "the claimed event", key, attempt.claim().key()));
    return true;
  }

  /** Judges one claim of an answer that repeats no earlier one. */
  void granted(ClaimRequest request, Attempt attempt) {
    Claim claim = attempt.claim();
    compare("ES-10", start(request, claim.key(), claim.token()), attempt);
  }

  /** Starts an attempt, if the event may run. */
  ModelEvent start(ClaimRequest request, EventKey key, FencingToken token) {
    ModelEvent event = known("ES-10", key);
    event.rule = "ES-10";
    reasonToWait(event)
        .ifPresent(
            reason -> {
              String rule = ruleOfWaiting(event);
              throw new Disagreement(rule, rule + " " + key + " was claimed" + reason);
            });
    model.start(event, new Model.Grant(request.owner(), request.claimId(), request.lease(), token));
    return event;
  }

  /** Why the event may not be claimed now, if it may not. */
  private Optional<String> reasonToWait(ModelEvent event) {
    if (!(event.status instanceof Status.Pending pending)) {
      return Optional.of(" although it is " + event.status);
    }
    if (pending.dueAt().isAfter(model.now())) {
      return Optional.of(" although it is due at " + pending.dueAt());
    }
    return model.ahead(event).map(other -> " although " + other.key() + " goes before it");
  }

  private String ruleOfWaiting(ModelEvent event) {
    if (event.state() == EventState.PROCESSING) {
      return "ES-11";
    }
    if (event.isTerminal()) {
      return "ES-47";
    }
    return model.ahead(event).map(ClaimRules::ruleBehind).orElse("ES-10");
  }

  private static String ruleBehind(ModelEvent ahead) {
    return switch (ahead.state()) {
      case PROCESSING -> "LN-1";
      case FAILED -> "LN-7";
      case PENDING -> ahead.holdsLane ? "LN-6" : "LN-2";
      case COMPLETE -> "LN-6";
    };
  }

  /** The claims under an id that are current, all of them and no others (ES-13). */
  void judge(UUID claimId, List<Attempt> answer) {
    List<ModelEvent> current = model.claimedUnder(claimId);
    current.forEach(event -> event.rule = "ES-13");
    Map<EventKey, Attempt> expected = new HashMap<>();
    current.forEach(event -> expected.put(event.key(), event.attempt()));
    Map<EventKey, Attempt> actual = new HashMap<>();
    answer.forEach(attempt -> actual.put(attempt.claim().key(), attempt));
    Check.equal("ES-13", "the claims under " + claimId, expected, actual);
    Check.equal("ES-13", "their number", expected.size(), answer.size());
  }

  private boolean isRepeated(UUID claimId, List<Attempt> answer) {
    if (model.claimedUnder(claimId).isEmpty()) {
      return false;
    }
    judge(claimId, answer);
    return true;
  }

  // Takeovers.

  void judge(RecoverRequest request, List<Attempt> answer) {
    if (isRepeated(request.claimId(), answer)) {
      return;
    }
    requireLimit("ES-31", request.limit(), answer);
    answer.forEach(attempt -> requireRoute("ES-31", request.routes(), attempt));
    answer.forEach(attempt -> takenOver(request, attempt));
  }

  /** Judges one takeover of an answer that repeats no earlier one. */
  void takenOver(RecoverRequest request, Attempt attempt) {
    Claim claim = attempt.claim();
    compare("ES-31", takeOver(request, claim.key(), claim.token()), attempt);
  }

  /** Takes the event over, if its lease has ended. */
  ModelEvent takeOver(RecoverRequest request, EventKey key, FencingToken token) {
    ModelEvent event = known("ES-31", key);
    event.rule = "ES-31";
    Check.that(isLapsed(event), "ES-31", key + " was taken over although it is " + event.status);
    model.hold(event, new Model.Grant(request.owner(), request.claimId(), request.lease(), token));
    event.inDoubt = true;
    model.ledger.attempt(event, model.now(), DecisionKind.RECOVERED, request.owner());
    return event;
  }

  /** Whether nothing is left to claim or to take over (ES-14). */
  boolean isAllFound() {
    return model.events().stream()
        .noneMatch(event -> isLapsed(event) || reasonToWait(event).isEmpty());
  }

  /** Whether the event's lease has ended, and nobody took it over. */
  boolean isLapsed(ModelEvent event) {
    return event.status instanceof Status.Processing held && !held.leaseEnd().isAfter(model.now());
  }

  // Renewals.

  void judge(List<Claim> claims, Duration lease, List<RenewAnswer> answers) {
    Check.equal("ES-28", "one answer for each claim", claims.size(), answers.size());
    for (int i = 0; i < claims.size(); i++) {
      judge(claims.get(i), lease, answers.get(i));
    }
  }

  void judge(Claim claim, Duration lease, RenewAnswer answer) {
    Optional<ModelEvent> held =
        model.find(claim.key()).filter(event -> event.isHeldUnder(claim.token()));
    model.find(claim.key()).ifPresent(event -> event.rule = "ES-30");
    String rule = held.map(event -> ruleOfRenewal(event, claim)).orElse("ES-30");
    held.ifPresent(event -> prolong(event, lease));
    RenewAnswer expected =
        held.<RenewAnswer>map(event -> new RenewAnswer.Renewed(event.claim()))
            .orElseGet(() -> new RenewAnswer.Superseded(model.newestToken(claim.key())));
    Check.equal(rule, "the renewal of " + claim, expected, answer);
  }

  /** What a store would break that refused to renew this. */
  private String ruleOfRenewal(ModelEvent event, Claim claim) {
    if (!event.claim().leaseEnd().equals(claim.leaseEnd())) {
      return "ES-33";
    }
    return isLapsed(event) ? "ES-27" : "ES-30";
  }

  /** Makes the lease end so long after now. */
  void prolong(ModelEvent event, Duration lease) {
    Claim held = event.claim();
    event.status = new Status.Processing(held.owner(), held.claimId(), model.now().plus(lease));
  }

  // What both share.

  private ModelEvent known(String rule, EventKey key) {
    return model
        .find(key)
        .orElseThrow(() -> new Disagreement(rule, rule + " a claim on " + key + ", unknown"));
  }

  private static void requireLimit(String rule, int limit, List<Attempt> answer) {
    Check.that(answer.size() <= limit, rule, answer.size() + " claims are more than " + limit);
  }

  private static void requireRoute(String rule, Set<Route> routes, Attempt attempt) {
    Check.that(
        routes.contains(attempt.claim().key().route()),
        rule,
        attempt.claim().key() + " is not of " + routes);
  }

  /** Compares what a claim hands over. */
  static void compare(String rule, ModelEvent event, Attempt actual) {
    Attempt expected = event.attempt();
    List<String> differences = Check.differences(expected, actual);
    if (!differences.isEmpty()) {
      String parted =
          switch (differences.get(0)) {
            case "type", "lane", "attributes", "payload", "receivedAt" -> "ES-9";
            case "windowStart" -> "ES-16";
            default -> rule;
          };
      String what = "the " + String.join(" and ", differences) + " of a claim on " + event.key();
      throw Disagreement.between(parted, what, expected, actual);
    }
  }
}
