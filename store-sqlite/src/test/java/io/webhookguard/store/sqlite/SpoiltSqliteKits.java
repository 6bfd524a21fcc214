package io.webhookguard.store.sqlite;

import io.webhookguard.conformance.CrashContract;
import io.webhookguard.conformance.ReadingContract;
import io.webhookguard.conformance.StoreHarness;
import io.webhookguard.conformance.TransactionalContract;
import io.webhookguard.conformance.TransactionalHarness;
import io.webhookguard.testsupport.kit.Planted;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Parts of the kit on one wrong store, which a parameter of the run names. Not tests of the build:
 * {@link WrongSqliteStoresAreCaughtTest} runs them.
 */
final class SpoiltSqliteKits {

  /** Short, because some wrong stores wait it out. */
  private static final Duration BUSY_LIMIT = Duration.ofMillis(200);

  private SpoiltSqliteKits() {}

  private static SqliteHarness harness(WrongSqliteStore wrong) {
    return new SqliteHarness(BUSY_LIMIT, wrong.spoiling());
  }

  @ExtendWith(Planted.class)
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

  @ExtendWith(Planted.class)
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

  @ExtendWith(Planted.class)
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
}
