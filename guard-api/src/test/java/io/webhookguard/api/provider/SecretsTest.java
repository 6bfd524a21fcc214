package io.webhookguard.api.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

  private static final String GOOD = "whsec_0123456789abcdef";

  @Test
  void noTextEverShowsASecret() {
    assertThat(Secrets.of(GOOD).toString()).doesNotContain("whsec");
    assertThat(Secret.of(GOOD).toString()).doesNotContain("whsec");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "   ", "tooshort", GOOD + "\n", "whsec 0123456789abcdef", GOOD + "\u0000"})
  void aBadSecretIsRefusedWithoutBeingRepeated(String text) {
    assertThatThrownBy(() -> Secret.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("whsec");
  }

  @Test
  void aSourceWithoutASecretCannotBeMade() {
    assertThatIllegalArgumentException().isThrownBy(() -> Secrets.of(List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> Secrets.of(GOOD, GOOD, GOOD, GOOD, GOOD));
  }
}
