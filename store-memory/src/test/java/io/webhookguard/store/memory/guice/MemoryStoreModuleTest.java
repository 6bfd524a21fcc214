package io.webhookguard.store.memory.guice;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import com.google.inject.Injector;
import io.webhookguard.api.store.DurabilityLevel;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.store.memory.MemoryStore;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class MemoryStoreModuleTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void bindsOneStorePerInjectorOnTheGivenClock() {
    Injector injector = Guice.createInjector(new MemoryStoreModule(() -> NOON));

    GuardStore store = injector.getInstance(GuardStore.class);

    assertThat(store).isSameAs(injector.getInstance(MemoryStore.class));
    assertThat(store.doctor().examine().now()).isEqualTo(NOON);
    assertThat(Guice.createInjector(new MemoryStoreModule()).getInstance(GuardStore.class))
        .isNotSameAs(store);
  }

  @Test
  void saysThatNothingSurvives() {
    try (MemoryStore store = new MemoryStore()) {
      assertThat(store.doctor().examine().level()).isEqualTo(DurabilityLevel.VOLATILE);
    }
  }
}
