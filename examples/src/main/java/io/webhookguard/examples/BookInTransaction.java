package io.webhookguard.examples;

import io.webhookguard.api.event.Response;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.TransactionalHandler;
import io.webhookguard.store.sql.JdbiTransactions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** Invoices are booked in a table of the store's own database: exactly once, whatever crashes. */
final class BookInTransaction {

  private BookInTransaction() {}

  /** In the guard's transaction, with plain JDBC. */
  static TransactionalHandler withJdbc() {
    // guide: guards-begin
    return (event, connection) -> {
      book(connection, event.key().eventId());
      return Response.EMPTY; // the guard completes the event and commits both
    };
    // guide: guards-end
  }

  /** In the guard's transaction, with Jdbi. */
  static TransactionalHandler withJdbi() {
    // guide: guards-jdbi-begin
    return (event, connection) ->
        JdbiTransactions.withHandle(
            connection,
            handle -> {
              handle.execute("insert into booking (invoice) values (?)", event.key().eventId());
              return Response.EMPTY;
            });
    // guide: guards-jdbi-end
  }

  /** In a transaction of the handler's own, with plain JDBC. */
  static Handler inOwnTransaction(DataSource database) {
    // guide: own-begin
    return event -> {
      try (Connection connection = database.getConnection()) {
        connection.setAutoCommit(false);
        book(connection, event.key().eventId());
        event.completeIn(connection, Response.EMPTY);
        connection.commit();
      }
      return Response.EMPTY; // not used: what completeIn was given counts
    };
    // guide: own-end
  }

  /** In a transaction of the handler's own, with Jdbi. */
  static Handler inJdbiTransaction(Jdbi jdbi) {
    // guide: own-jdbi-begin
    return event -> {
      jdbi.useTransaction(
          handle -> {
            handle.execute("insert into booking (invoice) values (?)", event.key().eventId());
            event.completeIn(handle.getConnection(), Response.EMPTY);
          });
      return Response.EMPTY;
    };
    // guide: own-jdbi-end
  }

  private static void book(Connection connection, String invoice) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("insert into booking (invoice) values (?)")) {
      insert.setString(1, invoice);
      insert.executeUpdate();
    }
  }
}
