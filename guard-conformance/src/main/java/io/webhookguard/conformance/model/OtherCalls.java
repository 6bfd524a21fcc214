package io.webhookguard.conformance.model;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.ledger.Decision;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.ledger.LedgerPage;
import io.webhookguard.api.lock.Lease;
import io.webhookguard.api.lock.Lock;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.EventPage;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.PageRequest;
import io.webhookguard.api.store.Purged;
import io.webhookguard.api.store.Retention;
import io.webhookguard.api.store.Steps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The calls beside the life of an event: reads, purge, steps, ledger, locks, time, restart. */
final class OtherCalls {

  private OtherCalls() {}

  /** More pages than any story fills: a search that goes on for ever is wrong. */
  private static final int MAX_PAGES = 1_000;

  record Find(EventKey key) implements Call<Optional<EventRecord>> {
    @Override
    public Optional<EventRecord> make(Client client) {
      return client.store().events().find(key);
    }

    @Override
    public void judge(Model model, Optional<EventRecord> answer) {
      new ReadingRules(model).find(key, answer);
    }

    @Override
    public String name() {
      return "find";
    }

    @Override
    public List<String> outcomes(Optional<EventRecord> answer) {
      return List.of(answer.map(record -> record.state().name()).orElse("unknown"));
    }

    @Override
    public List<EventRecord> shown(Optional<EventRecord> answer) {
      return answer.map(List::of).orElse(List.of());
    }

    @Override
    public String toString() {
      return "find " + Words.of(key);
    }
  }

  record ReadPayload(EventKey key) implements Call<Optional<Payload>> {
    @Override
    public Optional<Payload> make(Client client) {
      return client.store().events().payload(key);
    }

    @Override
    public void judge(Model model, Optional<Payload> answer) {
      new ReadingRules(model).payload(key, answer);
    }

    @Override
    public String name() {
      return "payload";
    }

    @Override
    public List<String> outcomes(Optional<Payload> answer) {
      return List.of(answer.isPresent() ? "kept" : "none");
    }

    @Override
    public String toString() {
      return "payload of " + Words.of(key);
    }
  }

  /** All pages of one search. */
  record Search(EventQuery query, int pageSize) implements Call<List<EventRecord>> {
    @Override
    public List<EventRecord> make(Client client) {
      return all(client.store(), query, pageSize);
    }

    static List<EventRecord> all(GuardStore store, EventQuery query, int pageSize) {
      List<EventRecord> found = new ArrayList<>();
      Optional<PageRequest.Cursor> next = Optional.of(PageRequest.Cursor.START);
      for (int i = 0; next.isPresent(); i++) {
        Check.that(i < MAX_PAGES, "ES-51", "a search has no end");
        EventPage page = store.events().search(query, new PageRequest(next.get(), pageSize));
        Check.that(page.events().size() <= pageSize, "ES-51", "a page is too long");
        found.addAll(page.events());
        next = page.next();
      }
      return found;
    }

    @Override
    public void judge(Model model, List<EventRecord> answer) {
      new ReadingRules(model).search(query, answer);
    }

    @Override
    public String name() {
      return "search";
    }

    @Override
    public List<String> outcomes(List<EventRecord> answer) {
      return List.of(answer.isEmpty() ? "nothing" : "events");
    }

    @Override
    public String toString() {
      return "search by "
          + Stream.of(
                  query.source(), query.consumer(), query.state(), query.lane(), query.eventId())
              .flatMap(Optional::stream)
              .map(Object::toString)
              .toList()
          + " in pages of "
          + pageSize;
    }
  }

  /** What a purge answered, and what it left. */
  record Remains(Purged purged, List<EventRecord> left) {}

  record Purge(Retention retention, int limit) implements Call<Remains> {
    @Override
    public Remains make(Client client) {
      Purged purged = client.store().events().purge(retention, limit);
      return new Remains(purged, Search.all(client.store(), EventQuery.ALL, 100));
    }

    @Override
    public void judge(Model model, Remains answer) {
      new ReadingRules(model).purge(retention, limit, answer.purged(), answer.left());
    }

    @Override
    public String name() {
      return "purge";
    }

    @Override
    public List<String> outcomes(Remains answer) {
      List<String> names = new ArrayList<>();
      if (answer.purged().payloads() > 0) {
        names.add("payloads");
      }
      if (answer.purged().tombstones() > 0) {
        names.add("tombstones");
      }
      return names.isEmpty() ? List.of("nothing") : names;
    }

    @Override
    public String toString() {
      return "purge at most "
          + limit
          + ": payloads after "
          + retention.payload()
          + ", tombstones after "
          + retention.dedupHorizon();
    }
  }

  record RecordStep(Claim claim, String step, Payload result) implements Call<Steps.Recorded> {
    @Override
    public Steps.Recorded make(Client client) {
      return client.store().steps().record(claim, step, result);
    }

    @Override
    public void judge(Model model, Steps.Recorded answer) {
      new StepRules(model).record(claim, step, result, answer);
    }

    @Override
    public String name() {
      return "record step";
    }

    @Override
    public List<String> outcomes(Steps.Recorded answer) {
      return List.of(Words.kind(answer));
    }

    @Override
    public boolean isRepeatable() {
      return true;
    }

    @Override
    public String toString() {
      return "record " + step + " of " + Words.of(claim);
    }
  }

  record RecallSteps(Claim claim) implements Call<Steps.Recalled> {
    @Override
    public Steps.Recalled make(Client client) {
      return client.store().steps().recall(claim);
    }

    @Override
    public void judge(Model model, Steps.Recalled answer) {
      new StepRules(model).recall(claim, answer);
    }

    @Override
    public String name() {
      return "recall steps";
    }

    @Override
    public List<String> outcomes(Steps.Recalled answer) {
      String came =
          answer.match(
              results -> results.byStep().isEmpty() ? "Nothing" : "Results",
              superseded -> "Superseded");
      return List.of(came);
    }

    @Override
    public String toString() {
      return "recall steps of " + Words.of(claim);
    }
  }

  record Append(List<Decision> decisions) implements Call<String> {
    @Override
    public String make(Client client) {
      client.store().ledger().append(decisions);
      return "appended";
    }

    @Override
    public void judge(Model model, String answer) {
      new ReadingRules(model).append(decisions);
    }

    @Override
    public String name() {
      return "append";
    }

    @Override
    public List<String> outcomes(String answer) {
      return List.of(answer);
    }

    @Override
    public String toString() {
      return "append " + decisions;
    }
  }

  record Entries(EventKey key) implements Call<List<LedgerEntry>> {
    @Override
    public List<LedgerEntry> make(Client client) {
      return client.store().ledger().entries(key);
    }

    @Override
    public void judge(Model model, List<LedgerEntry> answer) {
      model.ledger.entries(key, answer);
    }

    @Override
    public String name() {
      return "entries";
    }

    @Override
    public List<String> outcomes(List<LedgerEntry> answer) {
      return List.of(answer.isEmpty() ? "none" : "some");
    }

    @Override
    public String toString() {
      return "entries of " + Words.of(key);
    }
  }

  record Scan(long after, int limit, boolean isMore) implements Call<LedgerPage> {
    @Override
    public LedgerPage make(Client client) {
      return LedgerReader.page(client.store().ledger(), after, limit, isMore);
    }

    @Override
    public void judge(Model model, LedgerPage answer) {
      model.ledger.page(after, limit, answer);
    }

    @Override
    public String name() {
      return "scan";
    }

    @Override
    public List<String> outcomes(LedgerPage answer) {
      return List.of(answer.entries().isEmpty() ? "nothing new" : "entries");
    }

    @Override
    public String toString() {
      return "scan " + limit + " after " + after;
    }
  }

  record Acquire(String lock, String holder, Duration duration) implements Call<Optional<Lease>> {
    @Override
    public Optional<Lease> make(Client client) {
      return client.store().lock().tryAcquire(lock, holder, duration);
    }

    @Override
    public void judge(Model model, Optional<Lease> answer) {
      new LockRules(model).acquire(lock, holder, duration, answer);
    }

    @Override
    public String name() {
      return "acquire lock";
    }

    @Override
    public List<String> outcomes(Optional<Lease> answer) {
      return List.of(answer.isPresent() ? "granted" : "taken");
    }

    @Override
    public boolean isRepeatable() {
      return true;
    }

    @Override
    public String toString() {
      return "acquire " + lock + " as " + holder + " for " + duration;
    }
  }

  record RenewLock(Lease lease, Duration duration) implements Call<Lock.Renewal> {
    @Override
    public Lock.Renewal make(Client client) {
      return client.store().lock().renew(lease, duration);
    }

    @Override
    public void judge(Model model, Lock.Renewal answer) {
      new LockRules(model).renew(lease, duration, answer);
    }

    @Override
    public String name() {
      return "renew lock";
    }

    @Override
    public List<String> outcomes(Lock.Renewal answer) {
      return List.of(Words.kind(answer));
    }

    @Override
    public String toString() {
      return "renew " + lease + " for " + duration;
    }
  }

  record ReleaseLock(Lease lease) implements Call<Lock.Release> {
    @Override
    public Lock.Release make(Client client) {
      return client.store().lock().release(lease);
    }

    @Override
    public void judge(Model model, Lock.Release answer) {
      new LockRules(model).release(lease, answer);
    }

    @Override
    public String name() {
      return "release lock";
    }

    @Override
    public List<String> outcomes(Lock.Release answer) {
      return List.of(answer.name());
    }

    @Override
    public boolean isRepeatable() {
      return true;
    }

    @Override
    public String toString() {
      return "release " + lease;
    }
  }

  record Advance(Duration by) implements Call<String> {
    @Override
    public String make(Client client) {
      client.harness().advance(by);
      return by.isNegative() ? "back" : "on";
    }

    @Override
    public void judge(Model model, String answer) {
      model.advance(by);
    }

    @Override
    public String name() {
      return "time";
    }

    @Override
    public List<String> outcomes(String answer) {
      return List.of(answer);
    }

    @Override
    public String toString() {
      return "the clock moves by " + by;
    }
  }

  record Restart() implements Call<String> {
    @Override
    public String make(Client client) {
      client.harness().restart();
      return "restarted";
    }

    @Override
    public void judge(Model model, String answer) {}

    @Override
    public String name() {
      return "restart";
    }

    @Override
    public List<String> outcomes(String answer) {
      return List.of(answer);
    }

    @Override
    public String toString() {
      return "the process is killed and started again";
    }
  }
}
