package io.webhookguard.testsupport.kit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Three rules about a number. Not a test of the build: {@link KitRunTest} runs it. */
@ExtendWith(Planted.class)
final class SmallKit {

  private final int number;

  SmallKit(Tried tried) {
    this.number = tried.value;
  }

  /** What the rules are asked of. */
  enum Tried {
    MINUS_ONE(-1),
    TWO(2),
    ELEVEN(11);

    private final int value;

    Tried(int value) {
      this.value = value;
    }
  }

  @Test
  @DisplayName("NO-1 the number is even")
  void no1Even() {
    assertThat(number).isEven();
  }

  @Test
  @DisplayName("NO-2 the number is small")
  void no2Small() {
    assertThat(number).as("the number").isLessThan(10);
  }

  @Test
  @Tag("slow")
  @DisplayName("NO-3 the number is positive")
  void no3Positive() {
    assertThat(number).isPositive();
  }
}
