package io.webhookguard.testsupport.kit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Three rules about a number. Not a test of the build: {@link KitRunTest} runs it. */
@ExtendWith(SmallKit.FromParameters.class)
final class SmallKit {

  private final int number;

  SmallKit(Integer number) {
    this.number = number;
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

  static final class FromParameters implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext run) {
      return parameter.getParameter().getType().equals(Integer.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext run) {
      return Integer.valueOf(run.getConfigurationParameter("number").orElseThrow());
    }
  }
}
