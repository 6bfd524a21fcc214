package io.webhookguard.torture.check;

import io.webhookguard.torture.history.Answer;
import io.webhookguard.torture.history.BankLine;
import io.webhookguard.torture.history.EffectRow;
import io.webhookguard.torture.history.EventName;
import io.webhookguard.torture.history.EventRow;
import io.webhookguard.torture.history.History;
import io.webhookguard.torture.history.LedgerRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Lanes: I9, and I7 from event to event. */
final class LaneCheck {

  private final History history;
  private final Breaches breaches;
  private final Map<EventName, Long> firstAsked = new HashMap<>();
  private final Map<EventName, Long> firstAcknowledged = new HashMap<>();
  private final Map<EventName, Long> effectPlaces = new HashMap<>();
  private final Map<EventName, Long> effectTokens = new HashMap<>();

  LaneCheck(History history, Breaches breaches) {
    this.history = history;
    this.breaches = breaches;
  }

  void check() {
    readAnswers();
    readEffects();
    Map<String, List<EventRow>> lanes = new HashMap<>();
    for (EventRow event : history.events()) {
      if (!event.lane().isEmpty()) {
        lanes
            .computeIfAbsent(event.source() + "/" + event.lane(), lane -> new ArrayList<>())
            .add(event);
      }
    }
    lanes.forEach(
        (lane, events) -> {
          events.sort(Comparator.comparingLong(EventRow::position));
          checkArrivals(lane, events);
          checkEffects(lane, events);
        });
    checkOverlaps();
  }

  private void readAnswers() {
    for (Answer answer : history.answers()) {
      EventName id = new EventName(answer.source(), answer.eventId());
      firstAsked.merge(id, answer.startedNanos(), Math::min);
      if (answer.isAcknowledged()) {
        firstAcknowledged.merge(id, answer.endedNanos(), Math::min);
      }
    }
  }

  private void readEffects() {
    for (EffectRow effect : history.effects()) {
      EventName id = new EventName(effect.source(), effect.eventId());
      effectPlaces.putIfAbsent(id, effect.serial());
      effectTokens.putIfAbsent(id, effect.token());
    }
    long place = 0;
    for (BankLine line : history.bank()) {
      place++;
      effectPlaces.putIfAbsent(new EventName(line.source(), line.eventId()), place);
    }
  }

  /** If A was acknowledged before B was first asked for, A is before B. */
  private void checkArrivals(String lane, List<EventRow> events) {
    long latestAsked = Long.MIN_VALUE;
    EventName latest = new EventName("", "");
    for (EventRow event : events) {
      EventName id = idOf(event);
      breaches.require(
          latestAsked <= firstAcknowledged.getOrDefault(id, Long.MAX_VALUE),
          Invariant.I9,
          "in " + lane + " " + latest + " is before " + id + ", acknowledged before it was sent");
      long asked = firstAsked.getOrDefault(id, Long.MIN_VALUE);
      if (asked > latestAsked) {
        latestAsked = asked;
        latest = id;
      }
    }
  }

  private void checkEffects(String lane, List<EventRow> events) {
    long place = Long.MIN_VALUE;
    long token = Long.MIN_VALUE;
    for (EventRow event : events) {
      EventName id = idOf(event);
      Long own = effectPlaces.get(id);
      if (own != null) {
        breaches.require(
            own > place, Invariant.I9, "in " + lane + " the effect of " + id + " came too early");
        place = own;
      }
      Long ownToken = effectTokens.get(id);
      if (ownToken != null) {
        breaches.require(
            ownToken > token, Invariant.I7, "in " + lane + " " + id + " has an older token");
        token = ownToken;
      }
    }
  }

  /** An event that has started keeps its lane until it has come to its end or was handed back. */
  private void checkOverlaps() {
    Map<EventName, EventRow> events = history.eventsById();
    Map<String, Set<EventName>> running = new HashMap<>();
    for (LedgerRow row : history.ledger()) {
      EventName id = new EventName(row.source(), row.eventId());
      EventRow event = events.get(id);
      if (event == null || event.lane().isEmpty()) {
        continue;
      }
      Set<EventName> own =
          running.computeIfAbsent(event.source() + "/" + event.lane(), lane -> new HashSet<>());
      switch (row.kind()) {
        case STARTED, RECOVERED -> {
          own.add(id);
          breaches.require(
              own.size() == 1, Invariant.I9, own + " of one lane were started at once");
        }
        case COMPLETED, FAILED, PARKED, RELEASED -> own.remove(id);
        default -> {
          // Whatever else happens leaves the lane as it is.
        }
      }
    }
  }

  private static EventName idOf(EventRow event) {
    return new EventName(event.source(), event.eventId());
  }
}
