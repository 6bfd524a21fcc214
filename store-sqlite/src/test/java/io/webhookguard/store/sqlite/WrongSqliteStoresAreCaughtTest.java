package io.webhookguard.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.testsupport.kit.KitRun;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What only a store with transactions and a disk can do wrong is caught by the kit as well. */
final class WrongSqliteStoresAreCaughtTest {

  private static final List<String> TABLE = Collections.synchronizedList(new ArrayList<>());

  @AfterAll
  static void printTable() {
    System.out.println("Wrong stores, and the rules that caught them");
    TABLE.forEach(System.out::println);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("each wrong store is caught by exactly the rules that it breaks")
  void eachIsCaughtByTheRulesThatItBreaks(WrongSqliteStore wrong) {
    KitRun.Findings findings =
        KitRun.ofRules(wrong.kit())
            .onlyMethods(wrong.tests())
            .with(SpoiltSqliteKits.PARAMETER, wrong.name())
            .with("guard.conformance.report", "off")
            .run();

    Set<String> caughtBy = findings.rules();
    TABLE.add(
        String.format("  %-36s %s", wrong, caughtBy.isEmpty() ? "nothing to find" : caughtBy));

    assertThat(findings.started()).as("the kit ran").isPositive();
    assertThat(caughtBy)
        .as(() -> wrong + " is caught by the rules that it breaks:\n" + findings.reasons())
        .isEqualTo(wrong.broken());
  }
}
