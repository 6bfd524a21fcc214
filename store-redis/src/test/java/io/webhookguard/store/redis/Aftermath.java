package io.webhookguard.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.ledger.LedgerPage;
import io.webhookguard.api.ledger.Subject;
import io.webhookguard.api.store.EventPage;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.Limits;
import io.webhookguard.api.store.PageRequest;
import io.webhookguard.testsupport.stores.Fixture;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What a store holds when a load is over or between two faults, against what was witnessed. */
final class Aftermath {

  private final GuardStore store;
  private final Witness witness;

  Aftermath(GuardStore store, Witness witness) {
    this.store = store;
    this.witness = witness;
  }

  /** While the load runs on: what was acknowledged last before a fault is there. */
  void assertHold(Set<String> newest, StoreLoad load) {
    for (String id : newest) {
      boolean completed = witness.isCompleted(id);
      Optional<EventRecord> found = load.untilAnswered(() -> store.events().find(Fixture.key(id)));
      assertThat(found).as("%s was acknowledged", id).isPresent();
      if (completed) {
        assertThat(found.orElseThrow().state()).as(id).isEqualTo(EventState.COMPLETE);
      }
    }
    witness.assertNothingWrong();
  }

  /** Everything that was acknowledged is there, whatever became of the rest. */
  Map<String, EventState> assertAnswersHold() {
    Map<String, EventState> states = new TreeMap<>();
    PageRequest page = PageRequest.first(Limits.MAX_PAGE);
    while (true) {
      EventPage events = store.events().search(EventQuery.ALL, page);
      events.events().forEach(event -> states.put(event.key().eventId(), event.state()));
      if (events.next().isEmpty()) {
        break;
      }
      page = new PageRequest(events.next().orElseThrow(), Limits.MAX_PAGE);
    }
    Set<String> lost = new HashSet<>(witness.admitted());
    lost.removeAll(states.keySet());
    assertThat(lost).as("acknowledged and lost").isEmpty();
    for (String id : witness.completed()) {
      assertThat(states.get(id)).as("%s was completed", id).isEqualTo(EventState.COMPLETE);
    }
    witness.assertNothingWrong();
    return states;
  }

  /** The load is over: all events are COMPLETE, once, and each lane ran one by one, in order. */
  void assertAllIsDone() {
    assertThat(assertAnswersHold().values()).containsOnly(EventState.COMPLETE);
    Ledger ledger = new Ledger();
    long position = 0;
    while (true) {
      LedgerPage page = store.ledger().scan(position, Limits.MAX_PAGE);
      if (page.entries().isEmpty()) {
        break;
      }
      page.entries().forEach(ledger::read);
      position = page.next();
    }
    witness.assertNothingWrong();
  }

  /** Entries in the order of the ledger. */
  private final class Ledger {

    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<String, String> holders = new HashMap<>();
    private final Map<String, Integer> batches = new HashMap<>();

    void read(LedgerEntry entry) {
      if (!(entry.subject() instanceof Subject.OfEvent event)) {
        return;
      }
      String id = event.key().eventId();
      if (numbers.merge(id, 1, Integer::sum) != entry.number()) {
        witness.wrong("a gap before " + entry);
      }
      StoreLoad.Id parts = StoreLoad.Id.of(id);
      if (!parts.lane().isEmpty()) {
        readInLane(entry, id, parts);
      }
    }

    private void readInLane(LedgerEntry entry, String id, StoreLoad.Id parts) {
      String lane = parts.lane();
      switch (entry.kind()) {
        case STARTED -> {
          String holder = holders.putIfAbsent(lane, id);
          if (holder != null && !holder.equals(id)) {
            witness.wrong("two of a lane at once: " + holder + " when " + entry);
          }
          Integer batch = batches.put(lane + " " + parts.thread(), parts.batch());
          if (batch != null && batch > parts.batch()) {
            witness.wrong("behind its batch " + batch + ": " + entry);
          }
        }
        case COMPLETED -> {
          if (!holders.remove(lane, id)) {
            witness.wrong("ended without its lane: " + entry);
          }
        }
        default -> {}
      }
    }
  }
}
