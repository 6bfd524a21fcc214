package io.webhookguard.store.sqlite;

import io.webhookguard.conformance.CrashContract;
import io.webhookguard.conformance.ReadingContract;
import io.webhookguard.conformance.StoreHarness;
import io.webhookguard.conformance.TransactionalContract;
import io.webhookguard.conformance.TransactionalHarness;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Parts of the kit on one wrong store, which a parameter of the run names. Not tests of the build:
 * {@link WrongSqliteStoresAreCaughtTest} runs them.
 */
final class SpoiltSqliteKits {

  static final String PARAMETER = "wrong-store";

  /** Short, because some wrong stores wait it out. */
  private static final Duration BUSY_LIMIT = Duration.ofMillis(200);

  private SpoiltSqliteKits() {}

  private static SqliteHarness harness(WrongSqliteStore wrong) {
    return new SqliteHarness(BUSY_LIMIT, wrong.spoiling());
  }

  @ExtendWith(FromParameters.class)
  static final class Transactions implements TransactionalContract {

    private final TransactionalHarness harness;

    Transactions(WrongSqliteStore wrong) {
      this.harness = SpoiltSqliteKits.harness(wrong);
    }

    @Override
    public TransactionalHarness harness() {
      return harness;
    }
  }

  @ExtendWith(FromParameters.class)
  static final class Crashes implements CrashContract {

    private final StoreHarness harness;

    Crashes(WrongSqliteStore wrong) {
      this.harness = SpoiltSqliteKits.harness(wrong);
    }

    @Override
    public StoreHarness harness() {
      return harness;
    }
  }

  @ExtendWith(FromParameters.class)
  static final class Reading implements ReadingContract {

    private final StoreHarness harness;

    Reading(WrongSqliteStore wrong) {
      this.harness = SpoiltSqliteKits.harness(wrong);
    }

    @Override
    public StoreHarness harness() {
      return harness;
    }
  }

  static final class FromParameters implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext run) {
      return parameter.getParameter().getType().equals(WrongSqliteStore.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext run) {
      return WrongSqliteStore.valueOf(run.getConfigurationParameter(PARAMETER).orElseThrow());
    }
  }
}
