package io.webhookguard.torture.check;

import io.webhookguard.api.event.EventState;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.torture.history.EffectRow;
import io.webhookguard.torture.history.EventName;
import io.webhookguard.torture.history.EventRow;
import io.webhookguard.torture.history.History;
import io.webhookguard.torture.history.LedgerRow;
import io.webhookguard.torture.plan.EventFate;
import io.webhookguard.torture.plan.Workload;
import java.util.List;
import java.util.Map;

/** Effects in the store's own database: I2 and I7. */
final class EffectCheck {

  private final History history;
  private final Breaches breaches;
  private final Map<EventName, List<EffectRow>> effects;
  private final Map<EventName, List<LedgerRow>> stories;

  EffectCheck(History history, Breaches breaches) {
    this.history = history;
    this.breaches = breaches;
    this.effects = history.effectsById();
    this.stories = history.stories();
  }

  void check() {
    long earned = 0;
    for (Map.Entry<EventName, EventRow> entry : history.eventsById().entrySet()) {
      EventName id = entry.getKey();
      boolean transactional =
          Workload.ofSource(id.source()).map(Workload::isTransactional).orElse(false);
      if (transactional) {
        boolean complete = entry.getValue().state() == EventState.COMPLETE;
        earned += complete ? EventFate.amount(id.eventId()) : 0;
        check(id, complete, effects.getOrDefault(id, List.of()));
      }
    }
    breaches.require(
        earned == history.money(),
        Invariant.I2,
        "the accounts hold " + history.money() + ", completed events earned " + earned);
    effects.forEach(
        (id, rows) ->
            breaches.require(
                rows.size() <= 1, Invariant.I2, id + " has " + rows.size() + " effects"));
  }

  private void check(EventName id, boolean complete, List<EffectRow> rows) {
    int wanted = complete ? 1 : 0;
    breaches.require(
        rows.size() == wanted,
        Invariant.I2,
        id + (complete ? " is complete" : " is not complete") + ", effects: " + rows.size());
    for (int i = 1; i < rows.size(); i++) {
      breaches.require(
          rows.get(i).token() > rows.get(i - 1).token(),
          Invariant.I7,
          id + " has an effect with token " + rows.get(i).token() + " behind a newer one");
    }
    if (complete && rows.size() == 1) {
      long completed =
          stories.getOrDefault(id, List.of()).stream()
              .filter(row -> row.kind() == DecisionKind.COMPLETED)
              .mapToLong(LedgerRow::token)
              .max()
              .orElse(0);
      breaches.require(
          rows.get(0).token() == completed,
          Invariant.I7,
          id + " was completed with " + completed + ", its effect has " + rows.get(0).token());
    }
  }
}
