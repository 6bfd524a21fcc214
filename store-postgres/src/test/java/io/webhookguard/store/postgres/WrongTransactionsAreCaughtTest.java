package io.webhookguard.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.testsupport.kit.KitRun;
import io.webhookguard.testsupport.transactions.WrongTransactions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each test of transactions fails where effect and settlement are not one commit. */
final class WrongTransactionsAreCaughtTest {

  @ParameterizedTest
  @CsvSource({
    "SETTLED_AFTERWARDS, killedBeforeTheGuardsCommit",
    "SETTLED_ELSEWHERE, killedBeforeItsOwnCommit",
    "NEVER_SETTLED, killedBehindItsOwnCommit",
    "NEVER_SETTLED, killedAtAnyMoment"
  })
  void killedProcessesShowThem(WrongTransactions wrong, String test) {
    assertCaught(SpoiltTransactionKits.Crashes.class, wrong, test);
  }

  @ParameterizedTest
  @CsvSource({
    "SETTLED_ELSEWHERE, claimThatIsOverHasNoEffect",
    "SETTLED_ELSEWHERE, ownRollbackIsRunAgain",
    "SETTLED_AFTERWARDS, attemptThatThrowsLeavesNothing"
  })
  void handlersShowThem(WrongTransactions wrong, String test) {
    assertCaught(SpoiltTransactionKits.Modes.class, wrong, test);
  }

  private static void assertCaught(Class<?> kit, WrongTransactions wrong, String test) {
    KitRun.Findings findings = KitRun.ofRules(kit).onlyMethods(".*" + test).on(wrong).run();

    assertThat(findings.started()).isEqualTo(1);
    assertThat(findings.failures()).as(test).hasSize(1);
    System.out.println(wrong + " in " + test + ": " + findings.reasons());
    assertThat(findings.failures().get(0).exception()).isInstanceOf(AssertionError.class);
  }
}
