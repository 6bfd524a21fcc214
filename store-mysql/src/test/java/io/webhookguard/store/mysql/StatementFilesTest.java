package io.webhookguard.store.mysql;

import io.webhookguard.store.sql.internal.StatementName;
import io.webhookguard.testsupport.stores.StatementFilesContract;
import java.util.List;

final class StatementFilesTest implements StatementFilesContract {

  @Override
  public Class<?> home() {
    return MysqlStore.class;
  }

  @Override
  public List<? extends StatementName> statements() {
    return List.of(MysqlStatement.values());
  }

  @Override
  public List<String> migrations() {
    return MysqlStore.MIGRATIONS;
  }
}
