package io.webhookguard.store.memory.guice;

import com.google.inject.AbstractModule;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.store.memory.MemoryStore;
import java.time.InstantSource;

/** Binds {@link GuardStore} to a {@link MemoryStore}: a fresh one for every injector. */
public final class MemoryStoreModule extends AbstractModule {

  private final InstantSource clock;

  /** A store that runs on the system's clock. */
  public MemoryStoreModule() {
    this(InstantSource.system());
  }

  /** A store that runs on this clock. */
  public MemoryStoreModule(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  protected void configure() {
    bind(MemoryStore.class).toInstance(new MemoryStore(clock));
    bind(GuardStore.class).to(MemoryStore.class);
  }
}
