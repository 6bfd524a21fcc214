package io.webhookguard.store.mysql;

import io.webhookguard.api.store.GuardStore;
import io.webhookguard.store.sql.TablePrefix;
import io.webhookguard.store.sql.internal.StatementFiles;
import io.webhookguard.testsupport.ledger.SealTablesContract;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.MySqlServer;
import org.junit.jupiter.api.AfterEach;

final class SealTablesTest implements SealTablesContract {

  private final Database database = MySqlServer.shared().freshDatabase();

  @AfterEach
  void drop() {
    database.close();
  }

  @Override
  public void makeFirstSchema() {
    String migration = "migration/" + MysqlStore.MIGRATIONS.get(0);
    String script =
        TablePrefix.DEFAULT.applyTo(StatementFiles.resource(MysqlStore.class, migration));
    for (String sql : script.split(";\\s*\\n", -1)) {
      if (!sql.isBlank()) {
        database.run(sql);
      }
    }
  }

  @Override
  public GuardStore open(boolean migrates) {
    return MysqlStore.open(MysqlConfig.on(database.dataSource()).migrateOnOpen(migrates).build());
  }

  @Override
  public void run(String sql) {
    database.run(sql);
  }
}
