package io.webhookguard.store.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.launcher.EngineFilter.includeEngines;
import static org.junit.platform.launcher.MethodFilter.includeMethodNamePatterns;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** What only a store in MySQL can do wrong is caught by the kit as well. */
final class WrongMysqlStoresAreCaughtTest {

  private static final List<String> TABLE = Collections.synchronizedList(new ArrayList<>());

  @AfterAll
  static void printTable() {
    System.out.println("Wrong stores, and the rules that caught them");
    TABLE.forEach(System.out::println);
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("each wrong store is caught by exactly the rules that it breaks")
  void eachIsCaughtByTheRulesThatItBreaks(WrongMysqlStore wrong) {
    TestExecutionSummary summary = runKitOn(wrong);

    Set<String> caughtBy = new TreeSet<>();
    summary.getFailures().forEach(failure -> caughtBy.add(ruleOf(failure)));
    TABLE.add(
        String.format("  %-36s %s", wrong, caughtBy.isEmpty() ? "nothing to find" : caughtBy));

    assertThat(summary.getTestsStartedCount()).as("the kit ran").isPositive();
    assertThat(caughtBy)
        .as(() -> wrong + " is caught by the rules that it breaks:\n" + reasons(summary))
        .isEqualTo(wrong.broken());
  }

  private static TestExecutionSummary runKitOn(WrongMysqlStore wrong) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(wrong.kit()))
            .filters(includeEngines("junit-jupiter"), includeMethodNamePatterns(wrong.tests()))
            .configurationParameter(SpoiltMysqlKits.PARAMETER, wrong.name())
            .configurationParameter("guard.conformance.report", "off")
            .build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, listener);
    return listener.getSummary();
  }

  private static String ruleOf(TestExecutionSummary.Failure failure) {
    return failure.getTestIdentifier().getDisplayName().split(" ", 2)[0];
  }

  private static String reasons(TestExecutionSummary summary) {
    List<String> reasons =
        summary.getFailures().stream()
            .map(
                failure ->
                    failure.getTestIdentifier().getDisplayName()
                        + ": "
                        + failure.getException().getMessage())
            .toList();
    return String.join("\n", reasons);
  }
}
