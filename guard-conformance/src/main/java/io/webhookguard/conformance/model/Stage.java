package io.webhookguard.conformance.model;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.lock.Lease;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Capability;
import io.webhookguard.conformance.StoreHarness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What a caller has at hand when an action says "the third event" or "the newest claim": actions
 * name things by index, so that a shorter row of them still means something.
 */
final class Stage {

  static final Route SHOP = Route.main("shop");
  static final Route AUDIT = new Route("shop", "audit");
  static final Route BANK = Route.main("bank");

  /**
   * Few, so that calls meet. The same text in other routes and scopes is another event, and so is
   * what only looks the same: another case, another normal form, parts that are split elsewhere, or
   * an end that a narrow column would cut.
   */
  static final List<EventKey> KEYS =
      List.of(
          new EventKey(SHOP, "", "evt-a"),
          new EventKey(SHOP, "", "evt-b"),
          new EventKey(SHOP, "", "evt-c"),
          new EventKey(SHOP, "", "evt-d"),
          new EventKey(SHOP, "", "EVT-A"),
          new EventKey(SHOP, "acct-1", "evt-a"),
          new EventKey(AUDIT, "", "evt-a"),
          new EventKey(BANK, "", "evt-a"),
          new EventKey(SHOP, "acct-1", "evt:a"),
          new EventKey(SHOP, "acct-1:evt", "a"),
          new EventKey(SHOP, "", "\u00e9vt-a"),
          new EventKey(SHOP, "", "e\u0301vt-a"),
          new EventKey(SHOP, "", "l".repeat(254) + "a"),
          new EventKey(SHOP, "", "l".repeat(254) + "b"));

  private static final long ID_SPACE = 0x6775_6172_6401_4000L;

  /** What the caller knows of the store: to pick what fits, never to judge. */
  final Model model;

  final boolean lanes;
  final boolean persistent;

  /** The smallest step of the store's time. */
  final Duration precision;

  private final long caller;
  private long ids;
  private final List<Attempt> attempts;
  private final List<Lease> leases;
  private final List<UUID> claimIds;
  private final Map<String, List<Call<?>>> made;

  Stage(Model model, StoreHarness harness) {
    this.model = model;
    this.lanes = harness.capabilities().contains(Capability.LANES);
    this.persistent = harness.capabilities().contains(Capability.PERSISTENT);
    this.precision = harness.precision();
    this.caller = 0;
    this.attempts = new ArrayList<>();
    this.leases = new ArrayList<>();
    this.claimIds = new ArrayList<>();
    this.made = new LinkedHashMap<>();
  }

  private Stage(Stage that, long caller) {
    this.model = that.model.copy();
    this.lanes = that.lanes;
    this.persistent = that.persistent;
    this.precision = that.precision;
    this.caller = caller;
    this.attempts = new ArrayList<>(that.attempts);
    this.leases = new ArrayList<>(that.leases);
    this.claimIds = new ArrayList<>(that.claimIds);
    this.made = new LinkedHashMap<>();
    that.made.forEach((name, calls) -> made.put(name, new ArrayList<>(calls)));
  }

  /** The same for a caller of its own, from here on: its ids are no one else's. */
  Stage forCaller(int number) {
    return new Stage(this, number);
  }

  /** An id that nobody has used. */
  UUID newId() {
    ids++;
    return new UUID(ID_SPACE, Long.MIN_VALUE | (caller * 1_000_000 + ids));
  }

  /** The node that calls: another one for each call, so that the ledger tells whose a claim is. */
  String owner() {
    ids++;
    return "node-" + caller + "-" + ids;
  }

  EventKey key(int index) {
    return any(KEYS, index).orElseThrow();
  }

  /** Remembers a call and what it gave. */
  <A> void took(Call<A> call, A answer) {
    attempts.addAll(call.granted(answer));
    if (call instanceof EventCalls.Grab grab) {
      claimIds.add(grab.request().claimId());
    }
    if (call instanceof EventCalls.Recover recover) {
      claimIds.add(recover.request().claimId());
    }
    if (answer instanceof Optional<?> found
        && found.isPresent()
        && found.get() instanceof Lease lease) {
      leases.add(lease);
    }
    if (call.isRepeatable()) {
      made.computeIfAbsent(call.name(), name -> new ArrayList<>()).add(call);
    }
  }

  /** Of the claims that seem current, or of all that ever were, the one so far back. */
  Optional<Attempt> attempt(Action.Pick pick) {
    return pick.stale()
        ? fromEnd(attempts, pick.back())
        : fromEnd(attempts.stream().filter(this::seemsCurrent).toList(), pick.back());
  }

  private boolean seemsCurrent(Attempt attempt) {
    long token = attempt.claim().token().value();
    return model
        .find(attempt.claim().key())
        .filter(event -> event.newestToken < token || event.isHeldUnder(attempt.claim().token()))
        .isPresent();
  }

  Optional<Lease> lease(int back) {
    return fromEnd(leases, back);
  }

  Optional<UUID> claimId(int back) {
    return fromEnd(claimIds, back);
  }

  /** A call that was made before, to be made again. */
  Optional<Call<?>> made(int name, int back) {
    return any(List.copyOf(made.values()), name).flatMap(calls -> fromEnd(calls, back));
  }

  /** An earlier admission. */
  Optional<EventCalls.Admit> admitted(int back) {
    return fromEnd(made.getOrDefault("admit", List.of()), back)
        .filter(EventCalls.Admit.class::isInstance)
        .map(EventCalls.Admit.class::cast);
  }

  static <T> Optional<T> any(List<T> list, int index) {
    return list.isEmpty() ? Optional.empty() : Optional.of(list.get(index % list.size()));
  }

  private static <T> Optional<T> fromEnd(List<T> list, int back) {
    return list.isEmpty()
        ? Optional.empty()
        : Optional.of(list.get(list.size() - 1 - back % list.size()));
  }
}
