package io.webhookguard.testsupport.kit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class KitRunTest {

  @Test
  void theRulesOfFailedTestsAreTold() {
    KitRun.Findings findings = KitRun.ofRules(SmallKit.class).on(SmallKit.Tried.ELEVEN).run();

    assertThat(findings.started()).isEqualTo(3);
    assertThat(findings.rules()).containsExactly("NO-1", "NO-2");
    assertThat(findings.reasons()).contains("NO-2 the number is small: [the number]");
  }

  @Test
  void whatIsRightHasNoFindings() {
    assertThat(KitRun.ofRules(SmallKit.class).on(SmallKit.Tried.TWO).run().rules()).isEmpty();
  }

  @Test
  void testsAreLeftOutByTagAndByName() {
    KitRun.Findings withoutTag =
        KitRun.ofRules(SmallKit.class).on(SmallKit.Tried.MINUS_ONE).withoutTag("slow").run();
    KitRun.Findings onlyOne =
        KitRun.ofRules(SmallKit.class).on(SmallKit.Tried.MINUS_ONE).onlyMethods(".*no3.*").run();

    assertThat(withoutTag.rules()).containsExactly("NO-1");
    assertThat(onlyOne.started()).isOne();
    assertThat(onlyOne.rules()).containsExactly("NO-3");
  }
}
