package io.webhookguard.store.mysql;

import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.transactions.WrongTransactions;
import io.webhookguard.testsupport.transactions.faults.CutOff;
import io.webhookguard.testsupport.transactions.faults.WrongAnswers;
import java.util.function.BiFunction;

/**
 * The tests of faults on stores that are wrong on purpose. Not tests of the build: {@link
 * WrongStoresMeetFaultsCrashIT} runs them.
 */
final class SpoiltFaultKits {

  private SpoiltFaultKits() {}

  /** A server is killed, and admissions that it did not answer are taken for made. */
  static final class AdmittedUnheard implements FaultRooms.Killed {
    @Override
    public TransactionalStore seen(TransactionalStore right, Database database) {
      return WrongAnswers.ADMITTED_UNHEARD.of(right);
    }
  }

  /** A server is killed, and effects are committed without their settlement. */
  static final class NeverSettled implements FaultRooms.Killed {
    @Override
    public TransactionalStore seen(TransactionalStore right, Database database) {
      return WrongTransactions.NEVER_SETTLED.of(right, database.dataSource());
    }
  }

  /** Replies are lost, and the store is sure of what it cannot know. */
  static final class ToldAsFailed implements FaultRooms.Lost {

    private final CutOff site = FaultRooms.Lost.site(WrongAnswers.UNKNOWN_TOLD_AS_FAILED::of);

    @Override
    public CutOff site() {
      return site;
    }
  }

  /** Connections are refused, and the store is never sure. */
  static final class ToldAsUnknown implements FaultRooms.Lost {

    private final CutOff site = FaultRooms.Lost.site(WrongAnswers.FAILED_TOLD_AS_UNKNOWN::of);

    @Override
    public CutOff site() {
      return site;
    }
  }

  /** Sessions are ended, and effects are committed before their settlement. */
  static final class EndedBetween extends Ended {
    EndedBetween() {
      super(
          (right, database) ->
              WrongTransactions.SETTLED_AFTERWARDS.of(right, database.dataSource()));
    }
  }

  /** Sessions are ended, and the store is wrong about what it knows. */
  static final class EndedAndMistold extends Ended {
    EndedAndMistold() {
      super((right, database) -> WrongAnswers.FAILED_TOLD_AS_UNKNOWN.of(right));
    }
  }

  private static class Ended implements FaultRooms.Ended {

    private final Database database = FaultRooms.Ended.freshDatabase();
    private final TransactionalStore store;

    Ended(BiFunction<TransactionalStore, Database, TransactionalStore> seen) {
      this.store = seen.apply(FaultRooms.Ended.open(database), database);
    }

    @Override
    public Database database() {
      return database;
    }

    @Override
    public TransactionalStore store() {
      return store;
    }
  }
}
