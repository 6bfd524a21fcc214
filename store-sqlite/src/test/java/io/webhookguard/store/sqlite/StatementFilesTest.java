package io.webhookguard.store.sqlite;

import io.webhookguard.store.sql.internal.StatementName;
import io.webhookguard.testsupport.stores.StatementFilesContract;
import java.util.List;

final class StatementFilesTest implements StatementFilesContract {

  @Override
  public Class<?> home() {
    return SqliteStore.class;
  }

  @Override
  public List<? extends StatementName> statements() {
    return List.of(SqliteStatement.values());
  }

  @Override
  public List<String> migrations() {
    return SqliteStore.MIGRATIONS;
  }
}
