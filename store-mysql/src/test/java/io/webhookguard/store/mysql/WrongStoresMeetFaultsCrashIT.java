package io.webhookguard.store.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.testsupport.kit.KitRun;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests of faults fail on stores in MySQL that deal wrongly with them. */
final class WrongStoresMeetFaultsCrashIT {

  @ParameterizedTest
  @ValueSource(
      classes = {
        SpoiltFaultKits.AdmittedUnheard.class,
        SpoiltFaultKits.NeverSettled.class,
        SpoiltFaultKits.ToldAsFailed.class,
        SpoiltFaultKits.ToldAsUnknown.class,
        SpoiltFaultKits.EndedBetween.class,
        SpoiltFaultKits.EndedAndMistold.class
      })
  void theyAreCaught(Class<?> kit) {
    KitRun.Findings findings = KitRun.ofRules(kit).run();

    assertThat(findings.failures())
        .isNotEmpty()
        .extracting(KitRun.Failure::exception)
        .hasOnlyElementsOfType(AssertionError.class);
  }
}
