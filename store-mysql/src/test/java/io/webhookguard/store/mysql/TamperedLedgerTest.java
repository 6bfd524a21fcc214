package io.webhookguard.store.mysql;

import io.webhookguard.api.store.GuardStore;
import io.webhookguard.testsupport.ledger.Intruder;
import io.webhookguard.testsupport.ledger.SqlIntruder;
import io.webhookguard.testsupport.ledger.TamperedLedgerContract;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.MySqlServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** Who may drop triggers can do anything to the tables, and is found out. */
final class TamperedLedgerTest implements TamperedLedgerContract {

  /** One without triggers, which tests of others need. */
  private static final Database DATABASE = MySqlServer.shared().freshDatabase();

  private final MysqlStore store = MysqlStore.open(MysqlConfig.on(DATABASE.dataSource()).build());

  @BeforeAll
  static void makeTables() {
    MysqlStore.migrate(MysqlConfig.on(DATABASE.dataSource()).build());
  }

  @AfterAll
  static void dropDatabase() {
    DATABASE.close();
  }

  @AfterEach
  void empty() {
    store.close();
    tamper(
        List.of(
            "truncate table guard_ledger",
            "truncate table guard_seal",
            "truncate table guard_archive",
            "truncate table guard_payload",
            "truncate table guard_due",
            "truncate table guard_event"));
  }

  @Override
  public GuardStore store() {
    return store;
  }

  @Override
  public Intruder intruder() {
    return new SqlIntruder(this::tamper, List.of());
  }

  private void tamper(List<String> statements) {
    List<String> all = new ArrayList<>();
    for (String table : List.of("ledger", "seal", "archive")) {
      all.add("drop trigger if exists guard_" + table + "_update");
      all.add("drop trigger if exists guard_" + table + "_delete");
    }
    all.addAll(statements);
    try (Connection connection = DATABASE.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : all) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
