package io.webhookguard.testsupport.transactions;

import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.TransactionalHandler;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;

/** Handlers of the usual kind, and what they leave. */
final class ModeRuns {

  static final Response PAID =
      Response.of(200, "text/plain", "paid".getBytes(StandardCharsets.UTF_8));

  private ModeRuns() {}

  /** Pays in the guard's transaction. */
  static TransactionalHandler paying() {
    return (context, connection) -> {
      Payments.pay(connection, context.key().eventId());
      return PAID;
    };
  }

  /** Pays in a transaction of its own. */
  static Handler payingIn(TransactionSite site) {
    return context -> {
      try (Connection connection = begin(site)) {
        Payments.pay(connection, context.key().eventId());
        context.completeIn(connection, PAID);
        connection.commit();
      }
      return Response.EMPTY;
    };
  }

  /** Never called. */
  static Handler unused() {
    return context -> {
      throw new AssertionError("no event is for this handler");
    };
  }

  /** A transaction of the user's. */
  static Connection begin(TransactionSite site) throws SQLException {
    Connection connection = site.users().getConnection();
    connection.setAutoCommit(false);
    return connection;
  }

  /** What duplicates of a complete event are told. */
  static String response(TransactionalStore store, String id) {
    return Shop.record(store, id).status() instanceof Status.Complete complete
        ? new String(complete.response().body().orElseThrow(), StandardCharsets.UTF_8)
        : "";
  }
}
