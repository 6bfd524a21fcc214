package io.webhookguard.store.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.testsupport.kit.Catches;
import io.webhookguard.testsupport.kit.KitRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What only a store in MySQL can do wrong is caught by the kit as well. */
final class WrongMysqlStoresAreCaughtTest {

  private static final Catches CATCHES = new Catches();

  @AfterAll
  static void printTable() {
    CATCHES.print("Wrong stores");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("each wrong store is caught by exactly the rules that it breaks")
  void eachIsCaughtByTheRulesThatItBreaks(WrongMysqlStore wrong) {
    KitRun.Findings findings =
        KitRun.ofRules(wrong.kit())
            .onlyMethods(wrong.tests())
            .on(wrong)
            .with("guard.conformance.report", "off")
            .run();

    assertThat(findings.started()).as("the kit ran").isPositive();
    CATCHES.require(wrong, findings, wrong.broken());
  }
}
