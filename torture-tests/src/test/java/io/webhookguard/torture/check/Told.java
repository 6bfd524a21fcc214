package io.webhookguard.torture.check;

import io.webhookguard.api.event.EventState;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.torture.history.Answer;
import io.webhookguard.torture.history.BankLine;
import io.webhookguard.torture.history.EffectRow;
import io.webhookguard.torture.history.EventRow;
import io.webhookguard.torture.history.Fault;
import io.webhookguard.torture.history.Forgery;
import io.webhookguard.torture.history.History;
import io.webhookguard.torture.history.LedgerRow;
import io.webhookguard.torture.history.Sent;
import io.webhookguard.torture.plan.EventFate;
import io.webhookguard.torture.plan.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A history that is told event by event, and in which one thing can be made wrong. */
final class Told {

  static final long LEASE_MILLIS = 1_000;

  final List<Sent> sent = new ArrayList<>();
  final List<Answer> answers = new ArrayList<>();
  final List<Forgery> forgeries = new ArrayList<>();
  final List<BankLine> bank = new ArrayList<>();
  final List<Fault> faults = new ArrayList<>();
  final List<EventRow> events = new ArrayList<>();
  final List<LedgerRow> ledger = new ArrayList<>();
  final List<EffectRow> effects = new ArrayList<>();
  final Map<String, Long> leftovers = new TreeMap<>();
  private long money;
  private long time = 1_000_000;

  /** Two events of one lane, one of each other workload, and a forged one: all went well. */
  static Told well() {
    Told told = new Told();
    told.complete(Workload.TX, "first");
    told.complete(Workload.TX, "second");
    told.complete(Workload.KEYED, "keyed");
    told.complete(Workload.FREE, "free");
    told.complete(Workload.PARKED, "parked");
    told.forgeries.add(new Forgery("tx", "forged", "UNSIGNED", 401));
    told.leftovers.put("connections", 0L);
    return told;
  }

  /** An event that was sent, acknowledged, run and completed. */
  private void complete(Workload workload, String id) {
    String source = workload.source();
    String lane = workload.hasLanes() ? "lane" : "";
    int place = events.size() + 1;
    time += 10 * LEASE_MILLIS;
    sent.add(new Sent(source, id, lane, "digest"));
    answers.add(new Answer(source, id, time, time + 1, 200));
    entry(source, id, 1, DecisionKind.RECEIVED, 0);
    entry(source, id, 2, DecisionKind.STARTED, place);
    entry(source, id, 3, DecisionKind.COMPLETED, place);
    events.add(new EventRow(source, id, EventState.COMPLETE, "", lane, place, 1, place, false));
    if (workload.isTransactional()) {
      effects.add(new EffectRow(place, source, id, place, "node", EventFate.amount(id)));
      money += EventFate.amount(id);
    } else {
      String key = workload == Workload.KEYED ? "key" : BankLine.NO_KEY;
      bank.add(new BankLine(key, source, id, place, "node", 1, "digest", true, time));
    }
  }

  /** Writes an entry behind all others. */
  void entry(String source, String id, int number, DecisionKind kind, long token) {
    time += 10;
    ledger.add(
        new LedgerRow(ledger.size() + 1, source, id, number, time, kind, "node", 1, 1, token, 1));
  }

  /** Puts an event's row in the place of the one that is there. */
  void event(int place, EventState state, boolean inDoubt) {
    EventRow old = events.get(place);
    events.set(
        place,
        new EventRow(
            old.source(),
            old.eventId(),
            state,
            "",
            old.lane(),
            old.position(),
            old.generation(),
            old.newestToken(),
            inDoubt));
  }

  History history() {
    return new History(
        sent, answers, forgeries, bank, faults, events, ledger, effects, money, leftovers);
  }
}
