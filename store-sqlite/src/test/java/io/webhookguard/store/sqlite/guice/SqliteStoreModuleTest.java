package io.webhookguard.store.sqlite.guice;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import com.google.inject.Injector;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.store.sqlite.SqliteConfig;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteStoreModuleTest {

  @TempDir Path folder;

  @Test
  void oneStoreServesBothPorts() {
    SqliteConfig config = SqliteConfig.at(folder.resolve("guard.db")).build();
    Injector injector = Guice.createInjector(new SqliteStoreModule(config));

    try (GuardStore store = injector.getInstance(GuardStore.class)) {
      assertThat(injector.getInstance(TransactionalStore.class)).isSameAs(store);
    }
  }
}
