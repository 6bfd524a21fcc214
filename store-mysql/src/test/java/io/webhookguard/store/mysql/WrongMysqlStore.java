package io.webhookguard.store.mysql;

import java.util.Set;
import java.util.function.Supplier;

/**
 * Stores that are wrong on purpose in ways that only MySQL offers, each with the part of the kit
 * that must catch it and the rule that does.
 */
enum WrongMysqlStore {

  /**
   * Which events are new is told as the count of affected rows tells it under the driver's
   * defaults: all of them, also those that were left as they were (T1).
   */
  FRESH_BY_AFFECTED_ROWS(
      () ->
          SpoiltStatements.replacing(
              "select seq from guard_event where seq between ? and ?",
              "with recursive n (n) as (select 1 union all select n + 1 from n where n < 64)"
                  + " select ? + n as seq from n where ? > 0"),
      SpoiltMysqlKits.Admissions.class,
      ".*es6.*",
      "ES-6"),

  /** Claims that somebody holds are waited for, as locking reads do that do not say otherwise. */
  WAITS_FOR_USERS(
      () -> SpoiltStatements.replacing("for update skip locked", "for update"),
      SpoiltMysqlKits.Transactions.class,
      ".*tx3.*",
      "TX-3");

  @SuppressWarnings("ImmutableEnumChecker") // The suppliers keep no state.
  private final Supplier<Spoiling> spoiling;

  private final Class<?> kit;
  private final String tests;
  private final String broken;

  WrongMysqlStore(Supplier<Spoiling> spoiling, Class<?> kit, String tests, String broken) {
    this.spoiling = spoiling;
    this.kit = kit;
    this.tests = tests;
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

  /** Which of its tests. */
  String tests() {
    return tests;
  }

  /** The rules that catch it. */
  Set<String> broken() {
    return Set.of(broken.split(" ", -1));
  }
}
