package io.webhookguard.testsupport.transactions.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.testsupport.kit.KitRun;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contracts of this package fail on stores that deal wrongly with faults. */
public interface WrongStoresMeetFaultsContract {

  /** One class of tests for each contract, which get the wrong store that a run plants. */
  List<Class<?>> kits();

  @ParameterizedTest
  @EnumSource
  default void theyAreCaught(WrongUnderFaults wrong) {
    Class<?> kit = kits().stream().filter(wrong::isCaughtBy).findFirst().orElseThrow();

    KitRun.Findings findings = KitRun.ofRules(kit).on(wrong).run();

    assertThat(findings.failures())
        .isNotEmpty()
        .extracting(KitRun.Failure::exception)
        .hasOnlyElementsOfType(AssertionError.class);
  }
}
