package io.webhookguard.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.testsupport.kit.Catches;
import io.webhookguard.testsupport.kit.KitRun;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The kit is tested: each wrong adapter fails the rules that it breaks, and no other. */
final class WrongAdaptersAreCaughtTest {

  /** To start JVMs for the others too would take long and show nothing. */
  private static final Set<Flaw> SHOWN_BY_OTHER_JVMS =
      Set.of(
          Flaw.NONE,
          Flaw.READS_IN_THE_DEFAULT_CHARSET,
          Flaw.LEAVES_AT_THE_FIRST_MATCH,
          Flaw.COMPARES_BYTE_BY_BYTE);

  private static final Catches CATCHES = new Catches();

  @AfterAll
  static void printTable() {
    CATCHES.print("Wrong adapters");
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("each wrong adapter is caught by exactly the rules that it breaks")
  void eachIsCaughtByTheRulesThatItBreaks(Flaw flaw) {
    KitRun.Findings findings = runKitOn(flaw);

    assertThat(findings.started()).as("the kit ran").isGreaterThan(15);
    CATCHES.require(flaw, findings, flaw.broken());
  }

  private static KitRun.Findings runKitOn(Flaw flaw) {
    KitRun kit =
        KitRun.ofRules(SpoiltAdapterKit.class).on(flaw).with(ConformanceReport.PARAMETER, "off");
    if (!SHOWN_BY_OTHER_JVMS.contains(flaw)) {
      kit.withoutTag(AdapterEnvironmentContract.OTHER_JVM);
    }
    System.setProperty(WidgetHarness.FLAW_PROPERTY, flaw.name());
    try {
      return kit.run();
    } finally {
      System.clearProperty(WidgetHarness.FLAW_PROPERTY);
    }
  }
}
