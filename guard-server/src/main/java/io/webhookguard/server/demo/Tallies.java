package io.webhookguard.server.demo;

import io.webhookguard.adapter.SimulatedEvent;
import io.webhookguard.server.send.Outcome;
import io.webhookguard.server.send.SendObserver;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Counts what came of each class of events. Safe for use by many threads. */
final class Tallies implements SendObserver {

  private final Mixture mixture;
  private final Map<EventClass, Row> rows = new EnumMap<>(EventClass.class);
  private int unanswered;

  Tallies(Mixture mixture) {
    this.mixture = mixture;
    for (EventClass kind : EventClass.values()) {
      rows.put(kind, new Row());
    }
  }

  @Override
  public synchronized void onOutcome(SimulatedEvent event, Outcome outcome) {
    Row row = rowOf(mixture.classOf(event));
    if (outcome.isAcknowledged()) {
      row.delivered++;
      row.accepted++;
    } else if (outcome.isWorthRetrying()) {
      unanswered++;
    } else {
      row.delivered++;
      row.refused++;
    }
  }

  @Override
  public void onAcknowledged(SimulatedEvent event) {
    // The outcome counts.
  }

  @Override
  public synchronized void onFinished(SimulatedEvent event, boolean acknowledged) {
    rowOf(mixture.classOf(event)).events++;
  }

  /** Requests that met no gateway, or lost it, and were sent again. */
  synchronized int unanswered() {
    return unanswered;
  }

  /** Requests with a flaw that were answered 2xx. */
  synchronized int forgedAccepted() {
    return rows.entrySet().stream()
        .filter(row -> row.getKey().flaw().isPresent())
        .mapToInt(row -> row.getValue().accepted)
        .sum();
  }

  /** The table, with what the receiving service saw. */
  synchronized List<String> table(List<Forward> forwards) {
    Set<String> keys = new HashSet<>();
    for (Row row : rows.values()) {
      row.ran = 0;
      row.repeated = 0;
    }
    for (Forward forward : forwards) {
      Row row = rowOf(mixture.classOf(forward.eventId()));
      if (keys.add(forward.key())) {
        row.ran++;
      } else {
        row.repeated++;
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add(line("", "events", "delivered", "accepted", "refused", "ran", "repeated*"));
    rows.forEach((kind, row) -> lines.add(row.line(kind.label())));
    return lines;
  }

  private Row rowOf(EventClass kind) {
    return rows.computeIfAbsent(kind, k -> new Row());
  }

  private static String line(Object... cells) {
    return String.format(Locale.ROOT, "  %-30s%8s%11s%10s%9s%6s%11s", cells);
  }

  private static final class Row {
    private int events;
    private int delivered;
    private int accepted;
    private int refused;
    private int ran;
    private int repeated;

    String line(String label) {
      return Tallies.line(label, events, delivered, accepted, refused, ran, repeated);
    }
  }
}
