package io.webhookguard.conformance.model;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.ledger.Ledger;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.GuardStore;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that can be seen of a store when every caller is done.
 *
 * @param records each event
 * @param listed the events that a search finds
 * @param payloads each event's payload
 * @param ledger all entries
 * @param entries each event's entries
 */
record LastReads(
    Map<EventKey, Optional<EventRecord>> records,
    List<EventRecord> listed,
    Map<EventKey, Optional<Payload>> payloads,
    List<LedgerEntry> ledger,
    Map<EventKey, List<LedgerEntry>> entries) {

  static LastReads of(GuardStore store, Set<EventKey> keys) {
    Map<EventKey, Optional<EventRecord>> records = new LinkedHashMap<>();
    Map<EventKey, Optional<Payload>> payloads = new LinkedHashMap<>();
    Map<EventKey, List<LedgerEntry>> entries = new LinkedHashMap<>();
    for (EventKey key : keys) {
      records.put(key, store.events().find(key));
      payloads.put(key, store.events().payload(key));
      entries.put(key, store.ledger().entries(key));
    }
    return new LastReads(
        records,
        OtherCalls.Search.all(store, EventQuery.ALL, 100),
        payloads,
        scan(store.ledger(), entries.values()),
        entries);
  }

  /** Reads on while it ends before what the events' own entries show. */
  private static List<LedgerEntry> scan(Ledger ledger, Collection<List<LedgerEntry>> entries) {
    long last =
        entries.stream().flatMap(List::stream).mapToLong(LedgerEntry::position).max().orElse(0);
    return LedgerReader.allAfter(ledger, 0, read -> LedgerReader.end(read, 0) < last);
  }

  /** Judges them all. The order of overlapping admissions is not known: they are listed in any. */
  void judge(Model model) {
    ReadingRules reading = new ReadingRules(model);
    records.forEach(reading::find);
    payloads.forEach(reading::payload);
    Check.equal(
        "ES-51",
        "how many events are listed",
        records.values().stream().filter(Optional::isPresent).count(),
        (long) listed.size());
    listed.forEach(model::listed);
    List<LedgerEntry> fresh =
        ledger.stream().filter(entry -> entry.position() > model.ledger.end()).toList();
    model.ledger.appeared(fresh);
    model.ledger.requireAllSeen();
    entries.forEach(model.ledger::entries);
  }
}
