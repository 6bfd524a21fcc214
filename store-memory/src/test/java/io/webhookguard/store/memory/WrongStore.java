package io.webhookguard.store.memory;

import io.webhookguard.api.store.GuardStore;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Stores that are wrong on purpose, each in one way that somebody shipped, with exactly the rules
 * that must catch it.
 */
enum WrongStore {
  /** Nothing is wrong with it: the kit must not find anything. */
  RIGHT((right, state) -> right, ""),

  /** The terminal write asks for the state and not for the token. */
  SETTLES_WITHOUT_TOKEN(
      (right, state) -> SpoiltStore.with(right, WrongClaims.settlingWithoutToken(right)),
      "ES-20 ES-28 ES-31 ES-57 LG-8"),

  /** Settling again is refused, so that a lost reply looks like a lost claim. */
  REFUSES_A_REPEATED_SETTLEMENT(
      (right, state) -> SpoiltStore.with(right, WrongClaims.refusingRepeats(right)), "ES-21"),

  /** A takeover only moves the lease: its token is the former holder's. */
  RECOVERS_UNDER_THE_OLD_TOKEN(
      (right, state) -> SpoiltStore.with(right, WrongClaims.recoveringUnderOldToken(right, state)),
      "ES-4 ES-12 ES-16 ES-31 ES-57 LG-7"),

  /** A takeover forgets that nobody knows what the former holder did. */
  RECOVERS_WITHOUT_DOUBT(
      (right, state) -> SpoiltStore.with(right, WrongClaims.recoveringWithoutDoubt(right, state)),
      "ES-31"),

  /** The reply to a lost claim call is more claims. */
  GRANTS_ANEW_FOR_A_REPEATED_CLAIM_ID(
      (right, state) -> SpoiltStore.with(right, WrongClaims.grantingAnew(right)), "ES-13"),

  /** The node's own idea of the lease decides about renewals. */
  JUDGES_LEASES_BY_THE_CALLER(
      (right, state) -> SpoiltStore.with(right, WrongClaims.judgingByCaller(right, state)),
      "ES-27 ES-33"),

  /** An event that failed lets the next one of its lane go on, whatever the policy. */
  SKIPS_THE_LANE_AFTER_FAILURE(
      (right, state) -> SpoiltStore.with(right, WrongClaims.skippingFailures(right)),
      "LN-4 LN-7 LN-8"),

  /** A unique index on the lane makes a busy lane look like a duplicate. */
  BUSY_LANE_IS_A_DUPLICATE(
      (right, state) -> SpoiltStore.with(right, WrongAdmissions.duplicateForBusyLane(right)),
      "LN-4 LN-5"),

  /** The type is part of what makes an event new. */
  FRESHNESS_BY_TYPE_TOO(
      (right, state) -> SpoiltStore.with(right, WrongAdmissions.freshByType(right)), "ES-2"),

  /** The index on keys does not tell case apart. */
  KEYS_WITHOUT_CASE(
      (right, state) -> SpoiltStore.with(right, WrongAdmissions.withoutCase(right)), "ES-3 ES-51"),

  /** A delivery whose reply was lost is told that it came second. */
  REPEATED_DELIVERY_IS_A_DUPLICATE(
      (right, state) -> SpoiltStore.with(right, WrongAdmissions.forgettingDeliveries(right)),
      "ES-4"),

  /** Look, then insert: two that looked at once are both new. */
  LOOKS_BEFORE_IT_INSERTS(
      (right, state) -> SpoiltStore.with(right, WrongAdmissions.lookingFirst(right)), "ES-6"),

  /** The row goes with its payload, and with it the memory of the key. */
  PURGE_FORGETS_THE_TOMBSTONE(
      (right, state) -> SpoiltStore.with(right, WrongAges.forgettingTombstones(right, state)),
      "ES-46 ES-52 ES-53"),

  /** Old dead letters are cleaned away with the rest. */
  PURGE_TAKES_DEAD_LETTERS(
      (right, state) -> SpoiltStore.with(right, WrongAges.purgingDeadLetters(right, state)),
      "ES-52"),

  /** One of the state changes has no entry. */
  RELEASE_WITHOUT_ENTRY(
      (right, state) -> SpoiltStore.with(right, WrongLedgers.withoutReleases(right.ledger())),
      "ES-26 LG-1 LG-2 LG-7"),

  /** A page of the ledger says that the reader has seen what was not on it. */
  SCAN_RUNS_AHEAD(
      (right, state) -> SpoiltStore.with(right, WrongLedgers.runningAhead(right.ledger())), "LG-3"),

  /** Results are taken from whoever has the event's name. */
  STEPS_WITHOUT_TOKEN(
      (right, state) -> SpoiltStore.with(right, WrongSteps.withoutToken(right)), "ST-3"),

  /** A replay finds the results of the run before. */
  REPLAY_KEEPS_STEPS(
      (right, state) -> SpoiltStore.with(right, WrongSteps.keptByReplay(right, state)), "ST-4"),

  /** A lock is let go by its name: whoever held it once frees it under its successor. */
  RELEASES_LOCKS_BY_NAME(
      (right, state) -> SpoiltStore.with(right, WrongLocks.releasedByName(right.lock())),
      "LK-3 LK-7");

  @SuppressWarnings("ImmutableEnumChecker") // The functions keep no state.
  private final BiFunction<MemoryStore, StoreState, GuardStore> spoiling;

  private final String broken;

  WrongStore(BiFunction<MemoryStore, StoreState, GuardStore> spoiling, String broken) {
    this.spoiling = spoiling;
    this.broken = broken;
  }

  /** The store around the state. */
  GuardStore around(StoreState state) {
    return spoiling.apply(new MemoryStore(state), state);
  }

  /** Every rule that it breaks, and no other. */
  Set<String> broken() {
    return broken.isEmpty() ? Set.of() : Set.of(broken.split(" ", -1));
  }
}
