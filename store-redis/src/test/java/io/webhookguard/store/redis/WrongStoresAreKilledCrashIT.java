package io.webhookguard.store.redis;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tests of killed servers fail on stores and servers that are wrong. */
final class WrongStoresAreKilledCrashIT {

  private static final int KILLS = 5;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(WrongEventStores.class)
  void storesThatAreWrong(WrongEventStores wrong) {
    KilledServer killed = new KilledServer(folder, Map.of(), 1, KILLS);
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> killed.run(wrong))
        .withMessageContaining(wrong.complaint());
  }

  @Test
  void serverThatKeepsNothing() {
    KilledServer killed = new KilledServer(folder, Map.of("appendonly", "no"), 1, 1);
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> killed.run(events -> events))
        .withMessageContaining("acknowledged");
  }
}
