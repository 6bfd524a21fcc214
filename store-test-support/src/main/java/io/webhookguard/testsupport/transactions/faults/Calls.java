package io.webhookguard.testsupport.transactions.faults;

import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.stores.Fixture;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The effect of these tests: a row in a table of payments. */
final class Calls {

  private Calls() {}

  static void makePayments(Database database) {
    database.run("create table payment (event varchar(64) not null, token bigint not null)");
  }

  /** Pays for the event and completes it, in one transaction of the guard's. */
  static void pay(TransactionalStore store, Attempt attempt) throws SQLException {
    store
        .transactions()
        .inTransaction(
            attempt.claim(),
            connection -> {
              pay(connection, attempt);
              return Fixture.complete(attempt);
            });
  }

  /** Pays for the event, in whatever transaction is open. */
  static void pay(Connection connection, Attempt attempt) throws SQLException {
    try (PreparedStatement payment =
        connection.prepareStatement("insert into payment (event, token) values (?, ?)")) {
      payment.setString(1, attempt.claim().key().eventId());
      payment.setLong(2, attempt.claim().token().value());
      payment.executeUpdate();
    }
  }

  static String payments(Database database) {
    return database.ask("select count(*) from payment");
  }
}
