package io.webhookguard.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.launcher.EngineFilter.includeEngines;
import static org.junit.platform.launcher.TagFilter.excludeTags;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The kit is tested: each wrong adapter fails the rules that it breaks, and no other. */
final class WrongAdaptersAreCaughtTest {

  /** To start JVMs for the others too would take long and show nothing. */
  private static final Set<Flaw> SHOWN_BY_OTHER_JVMS =
      Set.of(
          Flaw.NONE,
          Flaw.READS_IN_THE_DEFAULT_CHARSET,
          Flaw.LEAVES_AT_THE_FIRST_MATCH,
          Flaw.COMPARES_BYTE_BY_BYTE);

  @ParameterizedTest
  @EnumSource
  @DisplayName("each wrong adapter is caught by exactly the rules that it breaks")
  void eachIsCaughtByTheRulesThatItBreaks(Flaw flaw) {
    TestExecutionSummary summary = runKitOn(flaw);

    Set<String> caughtBy =
        summary.getFailures().stream()
            .map(failure -> failure.getTestIdentifier().getDisplayName().split(" ", 2)[0])
            .collect(Collectors.toCollection(TreeSet::new));
    System.out.printf("%-40s %s%n", flaw, caughtBy.isEmpty() ? "nothing to find" : caughtBy);

    assertThat(summary.getTestsStartedCount()).as("the kit ran").isGreaterThan(15);
    assertThat(caughtBy)
        .as(() -> flaw + " is caught by the rules that it breaks:\n" + reasons(summary))
        .isEqualTo(flaw.broken());
  }

  private static TestExecutionSummary runKitOn(Flaw flaw) {
    LauncherDiscoveryRequestBuilder request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(SpoiltAdapterKit.class))
            .filters(includeEngines("junit-jupiter"))
            .configurationParameter(ConformanceReport.PARAMETER, "off")
            .configurationParameter(SpoiltAdapterKit.PARAMETER, flaw.name());
    if (!SHOWN_BY_OTHER_JVMS.contains(flaw)) {
      request.filters(excludeTags(AdapterEnvironmentContract.OTHER_JVM));
    }
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    System.setProperty(WidgetHarness.FLAW_PROPERTY, flaw.name());
    try {
      LauncherFactory.create().execute(request.build(), listener);
    } finally {
      System.clearProperty(WidgetHarness.FLAW_PROPERTY);
    }
    return listener.getSummary();
  }

  private static String reasons(TestExecutionSummary summary) {
    return summary.getFailures().stream()
        .map(
            failure ->
                failure.getTestIdentifier().getDisplayName()
                    + ": "
                    + failure.getException().getMessage())
        .collect(Collectors.joining("\n"));
  }
}
