package io.webhookguard.torture.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class LivesTest {

  private static final int SLOTS = 4;
  private static final int EACH = 60;

  @ParameterizedTest
  @EnumSource
  void oneSeedDealsOneSchedule(StoreKind store) {
    assertThat(new Lives(store, 7).deal(SLOTS, EACH))
        .isEqualTo(new Lives(store, 7).deal(SLOTS, EACH))
        .isNotEqualTo(new Lives(store, 8).deal(SLOTS, EACH));
  }

  @ParameterizedTest
  @EnumSource
  void everyPointOfTheStoreIsDealtAndNoOther(StoreKind store) {
    List<KillPoint> dealt =
        new Lives(store, 7)
            .deal(SLOTS, EACH).stream()
                .flatMap(List::stream)
                .map(Life::arming)
                .flatMap(Optional::stream)
                .map(Arming::point)
                .distinct()
                .toList();

    assertThat(dealt).containsExactlyInAnyOrderElementsOf(KillPoint.on(store));
  }

  @ParameterizedTest
  @EnumSource
  void anArmingIsReadAsItIsWritten(KillPoint point) {
    Arming arming = new Arming(point, Strike.PAUSE, 3);

    assertThat(Arming.parse(arming.toString())).isEqualTo(arming);
  }
}
