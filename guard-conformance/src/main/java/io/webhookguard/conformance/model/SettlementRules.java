package io.webhookguard.conformance.model;

import io.webhookguard.api.event.Completion;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.store.DoubtMark;
import io.webhookguard.api.store.HeadOfLine;
import io.webhookguard.api.store.SettleAnswer;
import io.webhookguard.api.store.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Which answers to the end of an attempt are right, and what it leaves (ES-20 to ES-28, LN). */
record SettlementRules(Model model) {

  void judge(List<Settlement> settlements, List<SettleAnswer> answers) {
    Check.equal("ES-28", "one answer for each settlement", settlements.size(), answers.size());
    for (int i = 0; i < settlements.size(); i++) {
      judge(settlements.get(i), answers.get(i));
    }
  }

  void judge(Settlement settlement, SettleAnswer answer) {
    Optional<ModelEvent> known = model.find(settlement.claim().key());
    if (known.isEmpty()) {
      expect("ES-20", settlement, new SettleAnswer.Superseded(0), answer);
    } else if (known.get().isHeldUnder(settlement.claim().token())) {
      boolean lapsed = new ClaimRules(model).isLapsed(known.get());
      end(known.get(), settlement);
      expect(lapsed ? "ES-27" : known.get().rule, settlement, new SettleAnswer.Settled(), answer);
    } else {
      judgeLate(known.get(), settlement, answer);
    }
  }

  private static void judgeLate(ModelEvent event, Settlement settlement, SettleAnswer answer) {
    long token = settlement.claim().token().value();
    boolean over = event.settledToken == token && event.newestToken == token;
    event.rule = over ? "ES-21" : "ES-20";
    SettleAnswer expected =
        over && settlement.getClass().equals(event.settledAs)
            ? new SettleAnswer.Settled()
            : new SettleAnswer.Superseded(event.newestToken);
    expect(event.rule, settlement, expected, answer);
  }

  private static void expect(
      String rule, Settlement settlement, SettleAnswer expected, SettleAnswer answer) {
    Check.equal(rule, "the answer to " + settlement, expected, answer);
  }

  private void end(ModelEvent event, Settlement settlement) {
    String owner = event.claim().owner();
    event.rule =
        settlement.match(
            complete -> complete(event, complete, owner),
            retry -> retry(event, retry, owner),
            doubt -> doubt(event, doubt, owner),
            fail -> fail(event, fail, owner),
            release -> release(event, release, owner));
    event.settledToken = event.newestToken;
    event.settledAs = settlement.getClass();
  }

  private String complete(ModelEvent event, Settlement.Complete complete, String owner) {
    model.ledger.attempt(event, model.now(), DecisionKind.COMPLETED, owner);
    event.status = new Status.Complete(model.now(), Completion.HANDLED, complete.response());
    event.inDoubt = false;
    event.problem = Problem.NONE;
    event.holdsLane = false;
    return "ES-22";
  }

  private String retry(ModelEvent event, Settlement.Retry retry, String owner) {
    model.ledger.attempt(event, model.now(), DecisionKind.RETRY_SCHEDULED, owner);
    wait(event, retry.after(), retry.problem());
    event.inDoubt = marked(event, retry.mark());
    return "ES-23";
  }

  private String doubt(ModelEvent event, Settlement.Doubt doubt, String owner) {
    model.ledger.attempt(event, model.now(), DecisionKind.IN_DOUBT, owner);
    wait(event, doubt.after(), doubt.problem());
    event.inDoubt = true;
    return "ES-24";
  }

  private String fail(ModelEvent event, Settlement.Fail fail, String owner) {
    boolean parked = fail.reason() == FailureReason.IN_DOUBT;
    DecisionKind kind = parked ? DecisionKind.PARKED : DecisionKind.FAILED;
    model.ledger.attempt(event, model.now(), kind, owner);
    event.status = new Status.Failed(model.now(), fail.reason());
    event.problem = fail.problem();
    event.inDoubt = marked(event, fail.mark());
    event.holdsLane = event.hasLane() && fail.headOfLine() == HeadOfLine.BLOCK;
    return "ES-25";
  }

  /** The attempt never was; if the key window began with it, it did not begin (ES-16). */
  private String release(ModelEvent event, Settlement.Release release, String owner) {
    model.ledger.attempt(event, model.now(), DecisionKind.RELEASED, owner);
    wait(event, release.after(), release.problem());
    event.attempts = Math.max(0, event.attempts - 1);
    if (event.windowToken == event.newestToken) {
      event.forgetWindow();
    }
    return "ES-26";
  }

  private void wait(ModelEvent event, Duration after, Problem problem) {
    event.status = new Status.Pending(model.now().plus(after));
    event.problem = problem;
  }

  private static boolean marked(ModelEvent event, DoubtMark mark) {
    return switch (mark) {
      case CLEAR -> false;
      case KEEP -> event.inDoubt;
      case SET -> true;
    };
  }
}
