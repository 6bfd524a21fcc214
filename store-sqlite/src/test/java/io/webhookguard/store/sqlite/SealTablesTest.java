package io.webhookguard.store.sqlite;

import io.webhookguard.api.store.GuardStore;
import io.webhookguard.store.sql.TablePrefix;
import io.webhookguard.store.sql.internal.StatementFiles;
import io.webhookguard.testsupport.ledger.SealTablesContract;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.io.TempDir;

final class SealTablesTest implements SealTablesContract {

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("guard.db");
  }

  @Override
  public void makeFirstSchema() {
    String migration = "migration/" + SqliteStore.MIGRATIONS.get(0);
    try (RawFile raw = RawFile.open(file())) {
      raw.runAll(
          TablePrefix.DEFAULT.applyTo(StatementFiles.resource(SqliteStore.class, migration)));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public GuardStore open(boolean migrates) {
    return SqliteStore.open(SqliteConfig.at(file()).migrateOnOpen(migrates).build());
  }

  @Override
  public void run(String sql) {
    try (RawFile raw = RawFile.open(file())) {
      raw.run(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
