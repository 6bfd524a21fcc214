package io.webhookguard.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.testsupport.kit.Catches;
import io.webhookguard.testsupport.kit.KitRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The kit is tested: each wrong store fails the rules that it breaks, and no other.
 *
 * <p>It is tested here and not in its own module, because wrong stores are made from a right one
 * and the right one is proven by the kit.
 */
final class WrongStoresAreCaughtTest {

  private static final Catches CATCHES = new Catches();

  @AfterAll
  static void printTable() {
    CATCHES.print("Wrong stores");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("each wrong store is caught by exactly the rules that it breaks")
  void eachIsCaughtByTheRulesThatItBreaks(WrongStore wrong) {
    KitRun.Findings findings =
        KitRun.ofRules(SpoiltStoreKit.class)
            .on(wrong)
            .with("guard.conformance.report", "off")
            .run();

    assertThat(findings.started()).as("the kit ran").isGreaterThan(100);
    CATCHES.require(wrong, findings, wrong.broken(), wrong.brokenByChance());
  }
}
