package io.webhookguard.api.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class VerificationTest {

  @Test
  void onlyAuthenticRequestsAreRefusedWithDetails() {
    assertThat(new Verification.Rejected(Rejection.BINDING, "another shop").detail())
        .isEqualTo("another shop");
    assertThat(new Verification.Rejected(Rejection.SIG_MISMATCH).detail()).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Verification.Rejected(Rejection.SIG_MISMATCH, "close"));
  }
}
