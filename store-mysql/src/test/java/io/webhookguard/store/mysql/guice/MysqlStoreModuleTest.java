package io.webhookguard.store.mysql.guice;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import com.google.inject.Injector;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.store.mysql.MysqlConfig;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.MySqlServer;
import org.junit.jupiter.api.Test;

final class MysqlStoreModuleTest {

  @Test
  void oneStoreServesBothPorts() {
    try (Database database = MySqlServer.shared().freshDatabase()) {
      MysqlConfig config =
          MysqlConfig.at(database.jdbcUrl())
              .user(database.user())
              .password(database.password())
              .build();
      Injector injector = Guice.createInjector(new MysqlStoreModule(config));

      try (GuardStore store = injector.getInstance(GuardStore.class)) {
        assertThat(injector.getInstance(TransactionalStore.class)).isSameAs(store);
      }
    }
  }
}
