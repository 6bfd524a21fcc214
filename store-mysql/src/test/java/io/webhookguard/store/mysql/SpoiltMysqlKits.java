package io.webhookguard.store.mysql;

import io.webhookguard.conformance.AdmissionContract;
import io.webhookguard.conformance.StoreHarness;
import io.webhookguard.conformance.TransactionalContract;
import io.webhookguard.conformance.TransactionalHarness;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Parts of the kit on one wrong store, which a parameter of the run names. Not tests of the build:
 * {@link WrongMysqlStoresAreCaughtTest} runs them.
 */
final class SpoiltMysqlKits {

  static final String PARAMETER = "wrong-store";

  private SpoiltMysqlKits() {}

  @ExtendWith(FromParameters.class)
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

  @ExtendWith(FromParameters.class)
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

  static final class FromParameters implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext run) {
      return parameter.getParameter().getType().equals(WrongMysqlStore.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext run) {
      return WrongMysqlStore.valueOf(run.getConfigurationParameter(PARAMETER).orElseThrow());
    }
  }
}
