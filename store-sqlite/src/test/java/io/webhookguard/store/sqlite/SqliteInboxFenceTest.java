package io.webhookguard.store.sqlite;

import io.webhookguard.store.sql.SqlDialect;
import io.webhookguard.testsupport.stores.fence.FenceContract;
import io.webhookguard.testsupport.stores.fence.FenceSite;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

final class SqliteInboxFenceTest implements FenceContract {

  @TempDir Path folder;
  private FenceSite site;

  @BeforeEach
  void open() {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setBusyTimeout(1_000);
    SQLiteDataSource users = new SQLiteDataSource(config);
    users.setUrl("jdbc:sqlite:" + folder.resolve("shop.db"));
    site = FenceSite.in(SqlDialect.SQLITE, users, () -> {});
  }

  @Override
  public FenceSite site() {
    return site;
  }
}
