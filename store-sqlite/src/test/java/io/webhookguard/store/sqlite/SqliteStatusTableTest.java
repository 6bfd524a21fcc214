package io.webhookguard.store.sqlite;

import io.webhookguard.store.sql.SqlDialect;
import io.webhookguard.testsupport.stores.status.StatusContract;
import io.webhookguard.testsupport.stores.status.StatusSite;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

final class SqliteStatusTableTest implements StatusContract {

  @TempDir Path folder;
  private StatusSite site;

  @BeforeEach
  void open() {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setBusyTimeout(1_000);
    SQLiteDataSource users = new SQLiteDataSource(config);
    users.setUrl("jdbc:sqlite:" + folder.resolve("shop.db"));
    site = StatusSite.in(SqlDialect.SQLITE, users, () -> {});
  }

  @Override
  public StatusSite site() {
    return site;
  }
}
