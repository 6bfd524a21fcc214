package io.webhookguard.store.mysql;

import io.webhookguard.testsupport.transactions.faults.WrongStoresMeetFaultsContract;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The tests of faults fail on stores in MySQL that deal wrongly with them. In the long tier alone:
 * what they plant is what the gate sees caught on PostgreSQL, by the same tests.
 */
@EnabledIfSystemProperty(named = "guard.tier", matches = "long")
final class WrongStoresMeetFaultsCrashIT implements WrongStoresMeetFaultsContract {

  @Override
  public List<Class<?>> kits() {
    return List.of(
        SpoiltFaultKits.Killed.class, SpoiltFaultKits.Lost.class, SpoiltFaultKits.Ended.class);
  }
}
