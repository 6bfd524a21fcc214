package io.webhookguard.store.postgres;

import io.webhookguard.store.sql.internal.StatementName;
import io.webhookguard.testsupport.stores.StatementFilesContract;
import java.util.List;

final class StatementFilesTest implements StatementFilesContract {

  @Override
  public Class<?> home() {
    return PostgresStore.class;
  }

  @Override
  public List<? extends StatementName> statements() {
    return List.of(PostgresStatement.values());
  }

  @Override
  public List<String> migrations() {
    return PostgresStore.MIGRATIONS;
  }
}
