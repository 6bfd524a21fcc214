package io.webhookguard.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.webhookguard.torture.plan.RunPlan;
import io.webhookguard.torture.plan.StoreKind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class TortureOptionsTest {

  @Test
  void theReplayOfARoundIsThatRound() {
    TortureOptions options =
        TortureOptions.parse("--store", "redis", "--seed", "7", "--kills", "50", "--rounds", "1");

    RunPlan plan = options.plan(StoreKind.REDIS, options.seed(), Duration.ofMinutes(10));

    assertThat(options.stores()).containsExactly(StoreKind.REDIS);
    assertThat(options.rounds()).isEqualTo(1);
    assertThat(plan.seed()).isEqualTo(7);
    assertThat(plan.kills()).isEqualTo(50);
    assertThat(plan.serverKills()).isEqualTo(2);
  }

  @Test
  void whatIsWrongIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TortureOptions.parse("--store", "oracle"))
        .withMessageContaining("no store oracle");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TortureOptions.parse("--seed"))
        .withMessage("--seed needs a value");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TortureOptions.parse("--speed", "7"))
        .withMessage("unknown option --speed");
  }
}
