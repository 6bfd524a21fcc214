package io.webhookguard.store.postgres;

import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.transactions.WrongTransactions;
import io.webhookguard.testsupport.transactions.faults.CutOff;
import io.webhookguard.testsupport.transactions.faults.WrongAnswers;

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

  /** A server is killed, and effects are committed before their settlement. */
  static final class SettledAfterwards implements FaultRooms.Killed {
    @Override
    public TransactionalStore seen(TransactionalStore right, Database database) {
      return WrongTransactions.SETTLED_AFTERWARDS.of(right, database.dataSource());
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
}
