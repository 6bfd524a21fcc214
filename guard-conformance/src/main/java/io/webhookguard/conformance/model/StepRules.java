package io.webhookguard.conformance.model;

import io.webhookguard.api.event.Payload;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.Steps;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is kept of a handler's parts, and for whom (ST). */
record StepRules(Model model) {

  void recall(Claim claim, Steps.Recalled answer) {
    Optional<ModelEvent> held = held(claim);
    Steps.Recalled expected =
        held.<Steps.Recalled>map(event -> new Steps.Recalled.Results(event.steps))
            .orElseGet(() -> new Steps.Recalled.Superseded(model.newestToken(claim.key())));
    Check.equal(
        held.map(StepRules::ruleOfRecall).orElse("ST-3"),
        "the steps of " + claim,
        expected,
        answer);
    if (answer instanceof Steps.Recalled.Results results) {
      List<String> order = held.map(event -> new ArrayList<>(event.steps.keySet())).orElseThrow();
      Check.equal(
          "ST-1", "the order of the steps", order, new ArrayList<>(results.byStep().keySet()));
    }
  }

  private static String ruleOfRecall(ModelEvent event) {
    return event.generation == 1 && event.attempts == 1 ? "ST-1" : "ST-4";
  }

  void record(Claim claim, String step, Payload result, Steps.Recorded answer) {
    Optional<ModelEvent> held = held(claim);
    if (held.isEmpty()) {
      Steps.Recorded over = new Steps.Recorded.Superseded(model.newestToken(claim.key()));
      Check.equal("ST-3", "the step " + step + " of " + claim, over, answer);
      return;
    }
    Payload first = held.get().steps.putIfAbsent(step, result);
    Steps.Recorded expected =
        first == null ? new Steps.Recorded.Kept() : new Steps.Recorded.AlreadyKept(first);
    Check.equal(
        first == null ? "ST-1" : "ST-2", "the step " + step + " of " + claim, expected, answer);
  }

  private Optional<ModelEvent> held(Claim claim) {
    return model.find(claim.key()).filter(event -> event.isHeldUnder(claim.token()));
  }
}
