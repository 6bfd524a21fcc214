package io.webhookguard.store.sqlite;

import io.webhookguard.api.store.GuardStore;
import io.webhookguard.testsupport.ledger.Intruder;
import io.webhookguard.testsupport.ledger.SqlIntruder;
import io.webhookguard.testsupport.ledger.TamperedLedgerContract;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Whoever has the file can do anything to it, and is found out. */
final class TamperedLedgerTest implements TamperedLedgerContract {

  @TempDir Path folder;
  private SqliteStore store;

  @BeforeEach
  void open() {
    store = SqliteStore.open(SqliteConfig.at(file()).build());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Path file() {
    return folder.resolve("guard.db");
  }

  @Override
  public GuardStore store() {
    return store;
  }

  @Override
  public Intruder intruder() {
    return new SqlIntruder(
        this::tamper,
        List.of("update sqlite_sequence set seq = seq + 10 where name = 'guard_ledger'"));
  }

  private void tamper(List<String> statements) {
    try (RawFile raw = RawFile.open(file())) {
      for (String trigger : raw.ask("select name from sqlite_master where type = 'trigger'")) {
        raw.run("drop trigger " + trigger);
      }
      for (String sql : statements) {
        raw.run(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
