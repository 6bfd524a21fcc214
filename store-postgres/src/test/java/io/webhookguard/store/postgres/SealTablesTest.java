package io.webhookguard.store.postgres;

import io.webhookguard.api.store.GuardStore;
import io.webhookguard.store.sql.TablePrefix;
import io.webhookguard.store.sql.internal.StatementFiles;
import io.webhookguard.testsupport.ledger.SealTablesContract;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.PostgresServer;
import org.junit.jupiter.api.AfterEach;

final class SealTablesTest implements SealTablesContract {

  private final Database database = PostgresServer.shared().freshDatabase();

  @AfterEach
  void drop() {
    database.close();
  }

  @Override
  public void makeFirstSchema() {
    String migration = "migration/" + PostgresStore.MIGRATIONS.get(0);
    String script =
        TablePrefix.DEFAULT.applyTo(StatementFiles.resource(PostgresStore.class, migration));
    database.run(script);
  }

  @Override
  public GuardStore open(boolean migrates) {
    return PostgresStore.open(
        PostgresConfig.on(database.dataSource()).migrateOnOpen(migrates).build());
  }

  @Override
  public void run(String sql) {
    database.run(sql);
  }
}
