package io.webhookguard.store.postgres;

import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.testsupport.kit.Planted;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.transactions.faults.CutOff;
import io.webhookguard.testsupport.transactions.faults.WrongUnderFaults;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests of faults on the wrong store that a parameter of the run names. Not tests of the build:
 * {@link WrongStoresMeetFaultsCrashIT} runs them.
 */
final class SpoiltFaultKits {

  private SpoiltFaultKits() {}

  @ExtendWith(Planted.class)
  static final class Killed implements FaultRooms.Killed {

    private final WrongUnderFaults wrong;

    Killed(WrongUnderFaults wrong) {
      this.wrong = wrong;
    }

    @Override
    public TransactionalStore seen(TransactionalStore right, Database database) {
      return wrong.of(right, database);
    }
  }

  @ExtendWith(Planted.class)
  static final class Lost implements FaultRooms.Lost {

    private final CutOff site;

    Lost(WrongUnderFaults wrong) {
      this.site = FaultRooms.Lost.site(wrong::of);
    }

    @Override
    public CutOff site() {
      return site;
    }
  }

  @ExtendWith(Planted.class)
  static final class Ended implements FaultRooms.Ended {

    private final Database database = FaultRooms.Ended.freshDatabase();
    private final TransactionalStore store;

    Ended(WrongUnderFaults wrong) {
      this.store = wrong.of(FaultRooms.Ended.open(database), database);
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
