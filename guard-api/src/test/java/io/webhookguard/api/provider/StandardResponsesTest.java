package io.webhookguard.api.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StandardResponsesTest {

  @Test
  void aReceivedEventIsNamedInValidJson() {
    Receipt receipt = Receipt.of("evt\"\\é\u2028", Receipt.Outcome.ACCEPTED);

    ProviderResponse response = StandardResponses.to(new Disposition.Received(List.of(receipt)));

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body().toByteArray())
        .asString()
        .isEqualTo("{\"event\":\"evt\\\"\\\\\\u00e9\\u2028\",\"status\":\"accepted\"}");
  }

  @ParameterizedTest
  @EnumSource(
      value = Rejection.class,
      names = {"SIG_.*", "ALGORITHM", "CERTIFICATE"},
      mode = EnumSource.Mode.MATCH_ANY)
  void allFailuresOfAuthenticationLookAlike(Rejection reason) {
    ProviderResponse expected =
        StandardResponses.to(new Disposition.Refused(Rejection.SIG_MISMATCH));

    assertThat(StandardResponses.to(new Disposition.Refused(reason))).isEqualTo(expected);
  }

  @Test
  void anUnavailableGuardSaysWhenToComeBack() {
    ProviderResponse response =
        StandardResponses.to(new Disposition.Unavailable(Duration.ofMillis(1)));

    assertThat(response.status()).isEqualTo(503);
    assertThat(response.headers()).isEqualTo(Map.of("Retry-After", "1"));
  }

  @ParameterizedTest
  @ValueSource(ints = {199, 301, 302, 307, 410, 600})
  void noProviderIsEverRedirectedOrToldThatWeAreGone(int status) {
    assertThatIllegalArgumentException().isThrownBy(() -> ProviderResponse.json(status, "{}"));
  }
}
