package io.webhookguard.core;

import io.webhookguard.api.error.GuardException;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.store.Intervention.Authority;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.PermanentFailure;
import io.webhookguard.core.handler.RunPolicy;
import io.webhookguard.core.handler.Undone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A made-up story of three persons at two nodes who retry, discard, replay and roll back, of calls
 * that fail or lose their replies, and of calls that meet. One number decides all of it. What is
 * judged is the ledger and what the handlers did.
 */
final class PersonsStory {

  /** What may turn out wrong. */
  enum Broken {
    /** A change that needs two persons was asked for by another than who made it. */
    TWO_PERSONS,
    /** It was asked for less than a day before. */
    IN_TIME,
    /** Each generation of an event has at most one compensation, with one effect. */
    ONE_COMPENSATION,
    /** No compensation without its decision in the ledger. */
    DECIDED,
    /** A decision whose compensation was lost is made up for by asking again. */
    REPAIRED
  }

  /** What is written in the ledger of what persons ask for. */
  static final List<String> WISHES = List.of("retry", "discard", "replay", "roll back");

  private static final int EVENTS = 3;
  private static final int STEPS = 40;
  private static final List<String> CALLS =
      List.of("append", "entries", "intervene", "admit", "find", "payload");
  private static final List<String> PERSONS = List.of("ann", "bob", "carl");
  private static final Map<DecisionKind, String> WISH_OF =
      Map.of(
          DecisionKind.RETRIED, "retry",
          DecisionKind.DISCARDED, "discard",
          DecisionKind.REPLAYED, "replay",
          DecisionKind.ROLLED_BACK, "roll back");

  private final World world = new World();
  private final Random random;
  private final Source.Approval approval;
  private final List<WebhookGuard> nodes = new ArrayList<>();
  private final List<EventKey> compensations = new ArrayList<>();
  private final List<Undone> undone = new ArrayList<>();
  private final Set<Broken> broken = new HashSet<>();
  private boolean calm;

  PersonsStory(long seed, Supplier<InterposedStore.Between> flaw) {
    this.random = new Random(seed);
    this.approval = random.nextBoolean() ? Source.Approval.ALL : Source.Approval.COMPLETE;
    world.source(source -> source.approval(approval));
    nodes.add(node(flaw.get()));
    nodes.add(node(flaw.get()));
  }

  private WebhookGuard node(InterposedStore.Between flaw) {
    WebhookGuard.Builder builder = world.builder();
    WebhookGuard guard =
        builder
            .store(InterposedStore.between(world.views.get(nodes.size()).view(), flaw))
            .handler(World.SHOP, Route.MAIN_CONSUMER, "*", handler(), RunPolicy.DEFAULT)
            .compensate(
                World.SHOP,
                "*",
                (context, what) -> {
                  compensations.add(context.key());
                  undone.add(what);
                  return Response.EMPTY;
                })
            .build();
    guard.start();
    world.time.settleDown();
    return guard;
  }

  private Handler handler() {
    return context -> {
      if (!calm && random.nextInt(3) == 0) {
        throw new PermanentFailure(Problem.of("drawn"));
      }
      return Response.EMPTY;
    };
  }

  /** Tells it, and says what turned out wrong. */
  Set<Broken> tell() {
    for (int i = 0; i < EVENTS; i++) {
      world.deliver(nodes.get(0), StubAdapter.event("e" + i, "paid"));
    }
    for (int i = 0; i < STEPS; i++) {
      step();
    }
    calm = true;
    world.views.forEach(FaultyStore::recover);
    world.advance(Duration.ofSeconds(10));
    repair();
    for (int i = 0; i < EVENTS; i++) {
      checkPersons(world.ledger("e" + i));
    }
    checkCompensations();
    return broken;
  }

  private void step() {
    world.time.freeze(Duration.ofMillis(1)); // so that what met stands at one time in the ledger
    trouble();
    act(0);
    if (random.nextInt(2) == 0) {
      world.time.settleDown();
    }
    if (random.nextInt(8) == 0) {
      // Whether it is answered now is not what this is about.
      world.begin(nodes.get(random.nextInt(2)), StubAdapter.event(anyEvent(), "paid"));
    }
    if (random.nextInt(10) == 0) {
      world.time.freeze(Duration.ofHours(25));
    }
  }

  private void trouble() {
    FaultyStore store = world.views.get(random.nextInt(2));
    String call = CALLS.get(random.nextInt(CALLS.size()));
    if (random.nextInt(4) == 0) {
      FaultyStore.Fault[] faults = {
        FaultyStore.Fault.UNAVAILABLE, FaultyStore.Fault.LOST_REQUEST, FaultyStore.Fault.LOST_REPLY
      };
      store.fail(call, faults[random.nextInt(faults.length)]);
    } else if (random.nextInt(3) == 0) {
      store.during(call, () -> act(1));
    }
  }

  private void act(int depth) {
    if (calm || depth > 1) {
      return;
    }
    WebhookGuard guard = nodes.get(random.nextInt(2));
    EventKey key = world.key(anyEvent());
    Authority by = new Authority(PERSONS.get(random.nextInt(PERSONS.size())), "drawn");
    try {
      switch (random.nextInt(6)) {
        case 0 -> guard.retry(key, by);
        case 1 -> guard.discard(key, by);
        case 2, 3 -> guard.replay(key, by);
        default -> guard.rollBack(key, by);
      }
    } catch (GuardException | OwnApprovalException e) {
      // That is what they are told. The ledger says what happened.
    }
  }

  private String anyEvent() {
    return "e" + random.nextInt(EVENTS);
  }

  /** Nobody has to decide again on what was decided. */
  private void repair() {
    for (int i = 0; i < EVENTS; i++) {
      EventRecord event = world.event("e" + i);
      boolean decided =
          world.ledger("e" + i).stream()
              .anyMatch(
                  entry ->
                      entry.kind() == DecisionKind.ROLLED_BACK
                          && entry.generation() == event.generation()
                          && generationIn(entry) == event.generation());
      if (decided && event.state() == EventState.COMPLETE) {
        RollbackResult result = nodes.get(0).rollBack(event.key(), new Authority("dan", "again"));
        require(
            result instanceof RollbackResult.Ordered
                || (result instanceof RollbackResult.Refused refused
                    && refused.reason() == RollbackResult.Reason.ALREADY_ROLLED_BACK),
            Broken.REPAIRED);
        world.time.settleDown();
        require(undone.contains(new Undone(event.key(), event.generation())), Broken.REPAIRED);
      }
    }
  }

  private void require(boolean holds, Broken otherwise) {
    if (!holds) {
      broken.add(otherwise);
    }
  }

  private void checkPersons(List<LedgerEntry> entries) {
    for (int i = 0; i < entries.size(); i++) {
      LedgerEntry made = entries.get(i);
      String wish = WISH_OF.get(made.kind());
      if (wish != null && isDemandedFor(made.kind())) {
        checkAsked(made, wish, entries.subList(0, i));
      }
    }
  }

  private boolean isDemandedFor(DecisionKind kind) {
    return approval == Source.Approval.ALL
        || kind == DecisionKind.REPLAYED
        || kind == DecisionKind.ROLLED_BACK;
  }

  /**
   * What changed the event at the very time of the change met it: the look at the ledger and the
   * change are two calls, and the store judges the second by its own rules.
   */
  private void checkAsked(LedgerEntry made, String wish, List<LedgerEntry> before) {
    boolean asked = false;
    boolean inTime = false;
    for (int i = before.size() - 1; i >= 0; i--) {
      LedgerEntry entry = before.get(i);
      boolean twin =
          entry.kind() == DecisionKind.ROLLED_BACK && made.kind() == DecisionKind.ROLLED_BACK;
      boolean met = entry.at().equals(made.at());
      if (!twin && !met && !entry.kind().isSummary() && entry.kind() != DecisionKind.REQUESTED) {
        break;
      }
      boolean fits =
          entry.kind() == DecisionKind.REQUESTED
              && entry.detail().startsWith(wish + ": ")
              && !entry.actor().equals(made.actor());
      asked |= fits;
      inTime |= fits && !entry.at().plus(Source.REQUEST_LASTS).isBefore(made.at());
    }
    require(asked, Broken.TWO_PERSONS);
    require(inTime || !asked, Broken.IN_TIME);
  }

  private void checkCompensations() {
    Map<Undone, EventKey> runs = new HashMap<>();
    for (int i = 0; i < undone.size(); i++) {
      require(runs.put(undone.get(i), compensations.get(i)) == null, Broken.ONE_COMPENSATION);
    }
    for (Undone each : undone) {
      require(
          world.memory.ledger().entries(each.event()).stream()
              .anyMatch(
                  entry ->
                      entry.kind() == DecisionKind.ROLLED_BACK
                          && generationIn(entry) == each.generation()),
          Broken.DECIDED);
    }
  }

  private static int generationIn(LedgerEntry entry) {
    return Integer.parseInt(entry.detail().replaceAll("generation (\\d+): .*", "$1"));
  }
}
