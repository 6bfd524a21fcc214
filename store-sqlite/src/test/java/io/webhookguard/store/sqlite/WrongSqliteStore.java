package io.webhookguard.store.sqlite;

import java.util.Set;
import java.util.function.Supplier;

/**
 * Stores that are wrong on purpose where only a store with transactions and a disk can be, each
 * with the part of the kit that must catch it and exactly the rules that do.
 */
enum WrongSqliteStore {
  /** The handler's effect is committed, and then the event is settled. */
  SETTLES_AFTER_THE_EFFECT(
      WrongTransactions::settlingAfterwards, SpoiltSqliteKits.Transactions.class, "TX-1 TX-2"),

  /** A settlement in the user's transaction goes over the store's own connection. */
  SETTLES_ON_ANOTHER_CONNECTION(
      WrongTransactions::settlingElsewhere,
      SpoiltSqliteKits.Transactions.class,
      "LG-10 TX-1 TX-2 TX-3 TX-7"),

  /** Steps wait for the transaction beside which they should be recorded. */
  CLAIMS_STEPS_BESIDE_TRANSACTIONS(
      WrongTransactions::claimingStepsBeside, SpoiltSqliteKits.Transactions.class, "TX-8"),

  /** The entry is written in a transaction of its own, behind that of its state. */
  WRITES_ENTRIES_BEHIND_THE_COMMIT(
      WrongCommits::entriesBehind, SpoiltSqliteKits.Crashes.class, "ES-58 ES-59"),

  /** A commit whose reply was lost is taken for one that failed. */
  TELLS_OF_LOST_COMMITS_AS_FAILURES(
      WrongCommits::toldAsFailures, SpoiltSqliteKits.Crashes.class, "ES-59"),

  /** The answer does not wait for the disk. */
  ACKNOWLEDGES_BEFORE_IT_WRITES(
      WrongCommits::writingLater, SpoiltSqliteKits.Reading.class, "ES-54");

  @SuppressWarnings("ImmutableEnumChecker") // The suppliers keep no state.
  private final Supplier<Spoiling> spoiling;

  private final Class<?> kit;
  private final String broken;

  WrongSqliteStore(Supplier<Spoiling> spoiling, Class<?> kit, String broken) {
    this.spoiling = spoiling;
    this.kit = kit;
    this.broken = broken;
  }

  /** The spoiling of one harness. */
  Spoiling spoiling() {
    return spoiling.get();
  }

  /** The part of the kit that it is given to. */
  Class<?> kit() {
    return kit;
  }

  /** Which of its tests: those of one rule, where the others would only take their time. */
  String tests() {
    return this == TELLS_OF_LOST_COMMITS_AS_FAILURES ? ".*es59.*" : ".*";
  }

  /** Every rule of that part that it breaks, and no other. */
  Set<String> broken() {
    return Set.of(broken.split(" ", -1));
  }
}
