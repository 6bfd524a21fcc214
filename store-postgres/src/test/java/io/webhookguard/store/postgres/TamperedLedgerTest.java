package io.webhookguard.store.postgres;

import io.webhookguard.api.store.GuardStore;
import io.webhookguard.testsupport.ledger.Intruder;
import io.webhookguard.testsupport.ledger.SqlIntruder;
import io.webhookguard.testsupport.ledger.TamperedLedgerContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A superuser can do anything to the tables, and is found out. */
final class TamperedLedgerTest implements TamperedLedgerContract {

  private final TestDatabase database = TestDatabase.borrow();
  private final PostgresStore store =
      PostgresStore.open(PostgresConfig.on(database.transactions()).build());

  @AfterEach
  void giveBack() {
    store.close();
    database.giveBack();
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
    try (Connection connection = database.transactions().getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(
            "begin; set local session_replication_role = replica; " + sql + "; commit");
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
