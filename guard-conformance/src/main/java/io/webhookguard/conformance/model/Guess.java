package io.webhookguard.conformance.model;

import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.SettleAnswer;
import io.webhookguard.api.store.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a call whose reply was lost did, if it happened: for calls in which the store chooses
 * nothing, the answer follows from the model.
 */
final class Guess {

  private Guess() {}

  /** Whether the model knows what the call does without being told. */
  static boolean canGuess(Call<?> call) {
    return call instanceof EventCalls.Settle
        || call instanceof EventCalls.Renew
        || !call.isRepeatable();
  }

  /** The changes that the call makes if it happens, one for each item. */
  static List<Consumer<Model>> parts(Call<?> call) {
    if (call instanceof EventCalls.Settle settle) {
      return settle.settlements().stream().map(Guess::settled).toList();
    }
    if (call instanceof EventCalls.Renew renew) {
      return renew.claims().stream().map(claim -> renewed(claim, renew.lease())).toList();
    }
    return List.of(model -> {});
  }

  private static Consumer<Model> settled(Settlement settlement) {
    return model ->
        model
            .find(settlement.claim().key())
            .filter(event -> event.isHeldUnder(settlement.claim().token()))
            .ifPresent(
                event -> new SettlementRules(model).judge(settlement, new SettleAnswer.Settled()));
  }

  private static Consumer<Model> renewed(Claim claim, Duration lease) {
    return model ->
        model
            .find(claim.key())
            .filter(event -> event.isHeldUnder(claim.token()))
            .ifPresent(event -> new ClaimRules(model).prolong(event, lease));
  }
}
