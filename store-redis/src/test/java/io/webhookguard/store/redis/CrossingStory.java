package io.webhookguard.store.redis;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.ledger.LedgerPage;
import io.webhookguard.api.ledger.Subject;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.DoubtMark;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.HeadOfLine;
import io.webhookguard.api.store.Intervention;
import io.webhookguard.api.store.PageRequest;
import io.webhookguard.api.store.RecoverRequest;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.testsupport.stores.Fixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * A few events in a lane or two, and clients of which most die after one to four trips, at whatever
 * is between two partitions then. In the end everything must have run or be given up, and the
 * ledger must tell of lanes that were held by one event at a time.
 */
final class CrossingStory {

  private static final int STEPS = 30;
  private static final int EVENTS = 5;
  private static final int ROUNDS_TO_REST = 25;

  /** How the ledger tells failures apart that let go of their lane. */
  private static final Problem SKIPPED = new Problem("skipped", "");

  private static final Problem OTHER = new Problem("other", "");

  private final DividedStore divided;
  private final long seed;
  private final Random random;
  private final List<String> told = new ArrayList<>();
  private final Map<EventKey, Arrival> arrivals = new HashMap<>();
  private final Map<EventKey, Lane> lanes = new HashMap<>();
  private final List<Attempt> attempts = new ArrayList<>();

  /** Claims that were wished for and answered with a place in the queue. */
  private final Set<UUID> notClaimed = new HashSet<>();

  CrossingStory(DividedStore divided, long seed) {
    this.divided = divided;
    this.seed = seed;
    this.random = new Random(seed);
  }

  void play() {
    try {
      for (int step = 0; step < STEPS; step++) {
        step(client());
        if (random.nextInt(6) == 0) {
          judgeWhatRuns(); // seldom: it looks, and who looks carries what is owed
        }
      }
      comeToRest();
      judgeLedger();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "seed " + seed + ": " + e.getMessage() + "\n  " + String.join("\n  ", told), e);
    }
  }

  // What happens.

  private GuardStore client() {
    if (random.nextInt(5) < 2) {
      told.add("a client");
      return divided.store();
    }
    int trips = 1 + random.nextInt(4);
    told.add("a client that dies after " + trips + " trips");
    return divided.clientDyingAfter(trips);
  }

  private void step(GuardStore client) {
    try {
      switch (random.nextInt(12)) {
        case 0 -> advance();
        case 1 -> intervene(client);
        case 2, 3 -> settle(client);
        case 4, 5 -> claim(client);
        default -> admit(client);
      }
    } catch (OutcomeUnknownException | StoreUnavailableException e) {
      told.add("  → " + e.getClass().getSimpleName());
    }
  }

  private void advance() {
    Duration by = Duration.ofSeconds(List.of(1, 1, 30, 61).get(random.nextInt(4)));
    told.add("  " + by + " pass");
    divided.advance(by);
  }

  private EventKey anyKey() {
    return Fixture.key("evt-" + random.nextInt(EVENTS));
  }

  private void admit(GuardStore client) {
    Arrival arrival = arrival(anyKey());
    told.add("  admit " + arrival.key() + " rank " + arrival.rank() + ", " + arrival.intent());
    Admission answer = client.events().admit(List.of(arrival)).get(0);
    told.add("  → " + answer);
    if (answer instanceof Admission.Claimed claimed) {
      attempts.add(claimed.attempt());
    } else if (answer instanceof Admission.Queued
        && arrival.intent() instanceof Arrival.Intent.Claim wish) {
      notClaimed.add(wish.claimId());
    }
  }

  /** Mostly one that came before. */
  private Arrival arrival(EventKey key) {
    Arrival before = arrivals.get(key);
    if (before != null && random.nextInt(4) > 0) {
      return before;
    }
    Lane lane =
        lanes.computeIfAbsent(
            key, it -> Lane.of(random.nextInt(8) == 0 ? "other" : DividedStore.LANE));
    Arrival usual =
        random.nextBoolean()
            ? Fixture.arrival(key.eventId(), lane.text())
            : Fixture.inline(key.eventId(), lane.text());
    Arrival made = DividedStore.ranked(usual, random.nextInt(3) - 1);
    arrivals.put(key, made);
    return made;
  }

  private void claim(GuardStore client) {
    boolean recovers = random.nextInt(4) == 0;
    told.add(recovers ? "  recover" : "  claim");
    List<Attempt> granted = recovers ? recover(client) : Fixture.claim(client, 2);
    told.add("  → " + granted.stream().map(attempt -> attempt.claim().key()).toList());
    attempts.addAll(granted);
  }

  private static List<Attempt> recover(GuardStore client) {
    return client
        .events()
        .recover(
            new RecoverRequest(
                "node-2", UUID.randomUUID(), Fixture.LEASE, Set.of(Fixture.ROUTE), EVENTS));
  }

  private void settle(GuardStore client) {
    if (attempts.isEmpty()) {
      return;
    }
    Settlement ending = ending(attempts.remove(random.nextInt(attempts.size())));
    told.add("  " + ending);
    told.add("  → " + client.events().settle(List.of(ending)));
  }

  private Settlement ending(Attempt attempt) {
    return switch (random.nextInt(6)) {
      case 0 -> new Settlement.Retry(attempt.claim(), Duration.ZERO, DoubtMark.KEEP, OTHER);
      case 1 -> new Settlement.Release(attempt.claim(), Duration.ZERO, OTHER);
      case 2 -> failure(attempt, HeadOfLine.BLOCK, OTHER);
      case 3 -> failure(attempt, HeadOfLine.SKIP_DEAD, SKIPPED);
      default -> Fixture.complete(attempt);
    };
  }

  private static Settlement failure(Attempt attempt, HeadOfLine headOfLine, Problem problem) {
    return new Settlement.Fail(
        attempt.claim(), FailureReason.PERMANENT, DoubtMark.CLEAR, headOfLine, problem);
  }

  private void intervene(GuardStore client) {
    Intervention.Authority by = new Intervention.Authority("ann", "a story");
    UUID id = UUID.randomUUID();
    Intervention wish =
        switch (random.nextInt(3)) {
          case 0 -> new Intervention.Retry(id, by);
          case 1 -> new Intervention.Discard(id, by);
          default -> new Intervention.Replay(id, by);
        };
    EventKey key = anyKey();
    told.add("  " + wish + " of " + key);
    told.add("  → " + client.events().intervene(key, wish));
  }

  // What must be.

  private List<EventRecord> all() {
    return divided.store().events().search(EventQuery.ALL, PageRequest.first(EVENTS)).events();
  }

  private void judgeWhatRuns() {
    Set<Lane> busy = new HashSet<>();
    for (EventRecord event : all()) {
      if (event.status() instanceof Status.Processing running) {
        require(busy.add(event.lane()), "LN-1 two of a lane run", event);
        require(!notClaimed.contains(running.claimId()), "LN-4 claimed for nobody", event);
      }
    }
  }

  /** Healthy clients run what is there, and give up what has failed. */
  private void comeToRest() {
    GuardStore store = divided.store();
    for (int round = 0; round < ROUNDS_TO_REST; round++) {
      List<Attempt> granted = new ArrayList<>(Fixture.claim(store, EVENTS));
      granted.addAll(recover(store));
      judgeWhatRuns();
      store.events().settle(granted.stream().map(Fixture::complete).toList());
      all().stream().filter(event -> event.state() == EventState.FAILED).forEach(this::giveUp);
      divided.advance(Fixture.LEASE.dividedBy(4));
    }
    for (EventRecord event : all()) {
      boolean ended = event.state() == EventState.COMPLETE || event.state() == EventState.FAILED;
      require(ended, "an event is stuck", event);
    }
  }

  private void giveUp(EventRecord event) {
    Intervention.Authority by = new Intervention.Authority("ann", "the end");
    divided
        .store()
        .events()
        .intervene(event.key(), new Intervention.Discard(UUID.randomUUID(), by));
  }

  private void judgeLedger() {
    Map<EventKey, Integer> numbers = new HashMap<>();
    Map<Lane, Long> tokens = new HashMap<>();
    Map<Lane, EventKey> holders = new HashMap<>();
    LedgerPage page = divided.store().ledger().scan(0, EVENTS);
    while (!page.entries().isEmpty()) {
      for (LedgerEntry entry : page.entries()) {
        EventKey key = ((Subject.OfEvent) entry.subject()).key();
        require(numbers.merge(key, 1, Integer::sum) == entry.number(), "LG-2 a gap", entry);
        judgeLane(entry, key, tokens, holders);
      }
      page = divided.store().ledger().scan(page.next(), EVENTS);
    }
  }

  private void judgeLane(
      LedgerEntry entry, EventKey key, Map<Lane, Long> tokens, Map<Lane, EventKey> holders) {
    Lane lane = lanes.getOrDefault(key, Lane.NONE);
    switch (entry.kind()) {
      case STARTED, RECOVERED -> {
        require(entry.token() > tokens.getOrDefault(lane, 0L), "ES-12 no greater token", entry);
        tokens.put(lane, entry.token());
        EventKey holder = holders.getOrDefault(lane, key);
        require(holder.equals(key), "LN-6 the lane was held by " + holder, entry);
        holders.put(lane, key);
      }
      case COMPLETED, CONFIRMED, DISCARDED -> holders.remove(lane, key);
      case FAILED -> {
        if (entry.detail().contains(SKIPPED.kind())) {
          holders.remove(lane, key);
        }
      }
      default -> {
        // Leaves the lane as it is.
      }
    }
  }

  private static void require(boolean right, String rule, Object what) {
    if (!right) {
      throw new AssertionError(rule + ": " + what);
    }
  }
}
