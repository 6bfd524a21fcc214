package io.webhookguard.store.postgres;

import io.webhookguard.testsupport.transactions.faults.WrongStoresMeetFaultsContract;
import java.util.List;

/** The tests of faults fail on stores in PostgreSQL that deal wrongly with them. */
final class WrongStoresMeetFaultsCrashIT implements WrongStoresMeetFaultsContract {

  @Override
  public List<Class<?>> kits() {
    return List.of(
        SpoiltFaultKits.Killed.class, SpoiltFaultKits.Lost.class, SpoiltFaultKits.Ended.class);
  }
}
