package io.webhookguard.testsupport.transactions.faults;

import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.transactions.WrongTransactions;
import java.util.function.BiFunction;

/** Stores that deal wrongly with a fault, each with the contract that must say so. */
public enum WrongUnderFaults {

  /** A server is killed, and admissions that it did not answer are taken for made. */
  ADMITTED_UNHEARD(
      KilledServerContract.class, (right, database) -> WrongAnswers.ADMITTED_UNHEARD.of(right)),

  /** A server is killed, and effects are committed without their settlement. */
  NEVER_SETTLED(
      KilledServerContract.class,
      (right, database) -> WrongTransactions.NEVER_SETTLED.of(right, database.dataSource())),

  /** Replies are lost, and the store is sure of what it cannot know. */
  TOLD_AS_FAILED(
      LostRepliesContract.class,
      (right, database) -> WrongAnswers.UNKNOWN_TOLD_AS_FAILED.of(right)),

  /** Connections are refused, and the store is never sure. */
  TOLD_AS_UNKNOWN(
      LostRepliesContract.class,
      (right, database) -> WrongAnswers.FAILED_TOLD_AS_UNKNOWN.of(right)),

  /** Sessions are ended, and effects are committed before their settlement. */
  ENDED_BETWEEN(
      EndedSessionsContract.class,
      (right, database) -> WrongTransactions.SETTLED_AFTERWARDS.of(right, database.dataSource())),

  /** Sessions are ended, and the store is wrong about what it knows. */
  ENDED_AND_MISTOLD(
      EndedSessionsContract.class,
      (right, database) -> WrongAnswers.SURE_AND_UNSURE_MIXED_UP.of(right));

  private final Class<?> contract;

  @SuppressWarnings("ImmutableEnumChecker") // The functions keep no state.
  private final BiFunction<TransactionalStore, Database, TransactionalStore> wrong;

  WrongUnderFaults(
      Class<?> contract, BiFunction<TransactionalStore, Database, TransactionalStore> wrong) {
    this.contract = contract;
    this.wrong = wrong;
  }

  /** Whether the tests are of the contract that must fail on it. */
  boolean isCaughtBy(Class<?> tests) {
    return contract.isAssignableFrom(tests);
  }

  /** The store, which deals wrongly with the fault now. */
  public TransactionalStore of(TransactionalStore right, Database database) {
    return wrong.apply(right, database);
  }
}
