package io.webhookguard.torture.check;

import io.webhookguard.torture.history.Answer;
import io.webhookguard.torture.history.BankLine;
import io.webhookguard.torture.history.EffectRow;
import io.webhookguard.torture.history.EventName;
import io.webhookguard.torture.history.EventRow;
import io.webhookguard.torture.history.Forgery;
import io.webhookguard.torture.history.History;
import io.webhookguard.torture.history.Sent;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What the sender was told, beside what the store has: I1, I3, I10, I15, I16. */
final class AccountCheck {

  private static final int UNAVAILABLE = 503;

  private final History history;
  private final Breaches breaches;
  private final Map<EventName, EventRow> events;
  private final Set<EventName> sent = new HashSet<>();

  AccountCheck(History history, Breaches breaches) {
    this.history = history;
    this.breaches = breaches;
    this.events = history.eventsById();
    for (Sent event : history.sent()) {
      sent.add(new EventName(event.source(), event.eventId()));
    }
  }

  void check() {
    history.answers().forEach(this::check);
    events.forEach(
        (id, event) -> {
          breaches.require(sent.contains(id), Invariant.I3, id + " was never sent");
          breaches.require(event.isAtItsEnd(), Invariant.I12, id + " is still " + event.state());
        });
    for (EffectRow effect : history.effects()) {
      requireSent(new EventName(effect.source(), effect.eventId()), "an effect");
    }
    for (BankLine line : history.bank()) {
      requireSent(new EventName(line.source(), line.eventId()), "a line of the bank");
    }
    history.forgeries().forEach(this::check);
  }

  private void requireSent(EventName id, String what) {
    breaches.require(sent.contains(id), Invariant.I3, what + " of " + id + ", never sent");
  }

  private void check(Answer answer) {
    EventName id = new EventName(answer.source(), answer.eventId());
    breaches.require(
        answer.isAcknowledged() || answer.status() == Answer.NONE || answer.status() == UNAVAILABLE,
        Invariant.I10,
        id + " was answered " + answer.status());
    if (answer.isAcknowledged()) {
      EventRow event = events.get(id);
      breaches.require(event != null, Invariant.I16, id + " was acknowledged and is not there");
      breaches.require(
          event != null && event.isAtItsEnd(),
          Invariant.I1,
          id + " was acknowledged and " + (event == null ? "is lost" : "is " + event.state()));
    }
  }

  private void check(Forgery forgery) {
    EventName id = new EventName(forgery.source(), forgery.eventId());
    breaches.require(
        !events.containsKey(id),
        Invariant.I15,
        id + " is there, and was forged: " + forgery.flaw());
    breaches.require(
        forgery.status() == Answer.NONE || forgery.status() >= 400,
        Invariant.I15,
        id + ", " + forgery.flaw() + ", was answered " + forgery.status());
  }
}
