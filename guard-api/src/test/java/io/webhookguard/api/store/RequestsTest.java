package io.webhookguard.api.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RequestsTest {

  private static final Claim CLAIM =
      new Claim(
          new EventKey(Route.main("s"), "", "e"),
          "node",
          new UUID(1, 2),
          new FencingToken(1),
          Instant.EPOCH);

  @Test
  void onlyAPersonCancels() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fail(FailureReason.CANCELLED, DoubtMark.CLEAR));
  }

  @Test
  void whatIsParkedCarriesTheMark() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fail(FailureReason.IN_DOUBT, DoubtMark.KEEP));
    assertThat(fail(FailureReason.IN_DOUBT, DoubtMark.SET).mark()).isEqualTo(DoubtMark.SET);
  }

  @Test
  void aRetryThatSetsTheMarkIsADoubt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Settlement.Retry(CLAIM, Duration.ZERO, DoubtMark.SET, Problem.NONE));
  }

  @Test
  void leasesDelaysAndBatchesAreBounded() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new RecoverRequest(
                    "node", new UUID(1, 2), Duration.ofMillis(1), Set.of(Route.main("s")), 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Settlement.Release(CLAIM, Duration.ofSeconds(-1), Problem.NONE));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Limits.requireBatch(Collections.nCopies(Limits.MAX_BATCH + 1, CLAIM)));
  }

  @Test
  void anInterventionNamesWhoAndWhyOnOneLine() {
    assertThat(new Intervention.Authority("cli:ada\n", "wrong\r\nforged line").reason())
        .isEqualTo("wrong??forged line");
    assertThatIllegalArgumentException().isThrownBy(() -> new Intervention.Authority("ada", "  "));
  }

  private static Settlement.Fail fail(FailureReason reason, DoubtMark mark) {
    return new Settlement.Fail(CLAIM, reason, mark, HeadOfLine.BLOCK, Problem.NONE);
  }
}
