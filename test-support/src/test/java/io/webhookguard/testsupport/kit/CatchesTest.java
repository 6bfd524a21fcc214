package io.webhookguard.testsupport.kit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

final class CatchesTest {

  private final Catches catches = new Catches();
  private final KitRun.Findings findings =
      KitRun.ofRules(SmallKit.class).on(SmallKit.Tried.ELEVEN).run();

  @Test
  void allRulesThatCatchItAreKnown() {
    catches.require(SmallKit.Tried.ELEVEN, findings, Set.of("NO-1", "NO-2"));
    catches.require(SmallKit.Tried.ELEVEN, findings, Set.of("NO-1"), Set.of("NO-2", "NO-3"));
  }

  @Test
  void aRuleTooFewOrTooManyIsShown() {
    assertThatThrownBy(() -> catches.require(SmallKit.Tried.ELEVEN, findings, Set.of("NO-1")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("NO-2 the number is small: [the number]");
    assertThatThrownBy(
            () -> catches.require(SmallKit.Tried.ELEVEN, findings, Set.of("NO-1", "NO-2", "NO-3")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("NO-3");
  }
}
