package io.webhookguard.store.mysql;

import io.webhookguard.conformance.AdmissionContract;
import io.webhookguard.conformance.StoreHarness;
import io.webhookguard.conformance.TransactionalContract;
import io.webhookguard.conformance.TransactionalHarness;
import io.webhookguard.testsupport.kit.Planted;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Parts of the kit on one wrong store, which a parameter of the run names. Not tests of the build:
 * {@link WrongMysqlStoresAreCaughtTest} runs them.
 */
final class SpoiltMysqlKits {

  private SpoiltMysqlKits() {}

  @ExtendWith(Planted.class)
  static final class Admissions implements AdmissionContract {

    private final StoreHarness harness;

    Admissions(WrongMysqlStore wrong) {
      this.harness = new MysqlHarness(wrong.spoiling());
    }

    @Override
    public StoreHarness harness() {
      return harness;
    }
  }

  @ExtendWith(Planted.class)
  static final class Transactions implements TransactionalContract {

    private final TransactionalHarness harness;

    Transactions(WrongMysqlStore wrong) {
      this.harness = new MysqlHarness(wrong.spoiling());
    }

    @Override
    public TransactionalHarness harness() {
      return harness;
    }
  }
}
