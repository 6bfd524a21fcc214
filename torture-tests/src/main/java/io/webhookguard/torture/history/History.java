package io.webhookguard.torture.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that is known of a run that has ended.
 *
 * @param money the sum of all accounts in the store's database
 * @param leftovers what was still open in the end, by its name
 */
public record History(
    List<Sent> sent,
    List<Answer> answers,
    List<Forgery> forgeries,
    List<BankLine> bank,
    List<Fault> faults,
    List<EventRow> events,
    List<LedgerRow> ledger,
    List<EffectRow> effects,
    long money,
    Map<String, Long> leftovers) {

  /** Reads the files of a run. */
  public static History read(RunFiles files) {
    Map<String, Long> leftovers = new TreeMap<>();
    LogFile.read(files.leftovers())
        .forEach(line -> leftovers.merge(line.text(0), line.number(1), Long::sum));
    return new History(
        LogFile.read(files.sent()).stream().map(Sent::of).toList(),
        LogFile.read(files.answers()).stream().map(Answer::of).toList(),
        LogFile.read(files.forgeries()).stream().map(Forgery::of).toList(),
        LogFile.read(files.bank()).stream().map(BankLine::of).toList(),
        LogFile.read(files.faults()).stream().map(Fault::of).toList(),
        LogFile.read(files.events()).stream().map(EventRow::of).toList(),
        LogFile.read(files.ledger()).stream().map(LedgerRow::of).toList(),
        LogFile.read(files.effects()).stream().map(EffectRow::of).toList(),
        LogFile.read(files.accounts()).stream().mapToLong(line -> line.number(0)).sum(),
        leftovers);
  }

  /** The events by name, in the end. */
  public Map<EventName, EventRow> eventsById() {
    Map<EventName, EventRow> byId = new LinkedHashMap<>();
    events.forEach(event -> byId.put(new EventName(event.source(), event.eventId()), event));
    return byId;
  }

  /** The ledger's entries by event, in their order; those of sources are left out. */
  public Map<EventName, List<LedgerRow>> stories() {
    Map<EventName, List<LedgerRow>> stories = new LinkedHashMap<>();
    for (LedgerRow row : ledger) {
      if (!row.eventId().isEmpty()) {
        stories
            .computeIfAbsent(new EventName(row.source(), row.eventId()), id -> new ArrayList<>())
            .add(row);
      }
    }
    return stories;
  }

  /** The effects by event, in their order. */
  public Map<EventName, List<EffectRow>> effectsById() {
    Map<EventName, List<EffectRow>> byId = new LinkedHashMap<>();
    for (EffectRow effect : effects) {
      byId.computeIfAbsent(
              new EventName(effect.source(), effect.eventId()), id -> new ArrayList<>())
          .add(effect);
    }
    return byId;
  }

  /** The bank's lines by event, in their order. */
  public Map<EventName, List<BankLine>> bankById() {
    Map<EventName, List<BankLine>> byId = new LinkedHashMap<>();
    for (BankLine line : bank) {
      byId.computeIfAbsent(new EventName(line.source(), line.eventId()), id -> new ArrayList<>())
          .add(line);
    }
    return byId;
  }
}
