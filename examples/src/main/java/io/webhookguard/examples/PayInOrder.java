package io.webhookguard.examples;

import io.webhookguard.adapter.LaneSource;
import io.webhookguard.adapter.SimulatorSettings;
import io.webhookguard.adapter.stripe.StripeAdapter;
import io.webhookguard.adapter.stripe.StripeSimulator;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.provider.RawRequest;
import io.webhookguard.api.provider.Secret;
import io.webhookguard.api.provider.Secrets;
import io.webhookguard.api.status.StatusMachine;
import io.webhookguard.api.status.StatusVerdict;
import io.webhookguard.core.Source;
import io.webhookguard.core.WebhookGuard;
import io.webhookguard.core.handler.TransactionalHandler;
import io.webhookguard.store.sql.SqlDialect;
import io.webhookguard.store.sql.status.StatusTable;
import io.webhookguard.store.sqlite.SqliteConfig;
import io.webhookguard.store.sqlite.SqliteStore;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** The provider tells of a payment out of order. One that succeeded never goes back to pending. */
public final class PayInOrder {

  // guide: machine-begin
  static final StatusMachine PAYMENT =
      StatusMachine.named("payment")
          .states("pending", "processing", "succeeded", "failed")
          .order("pending", "processing", "succeeded")
          .order("processing", "failed")
          .terminal("succeeded", "failed")
          .build();
  // guide: machine-end

  // guide: table-begin
  static final StatusTable PAYMENTS =
      StatusTable.of(PAYMENT, SqlDialect.SQLITE, "payment", "id", "status");
  // guide: table-end

  private static final Map<String, String> STATUS_OF_TYPE =
      Map.of(
          "payment_intent.created", "pending",
          "payment_intent.processing", "processing",
          "payment_intent.succeeded", "succeeded",
          "payment_intent.payment_failed", "failed");

  private PayInOrder() {}

  /** Runs the example on a database in a new temporary folder. */
  public static void main(String[] args) throws Exception {
    Path file = Files.createTempDirectory("pay-in-order").resolve("guard.db");
    run(file, List.of("processing", "succeeded", "created", "payment_failed"), System.out);
  }

  /** Receives news of one payment in this order, and prints what becomes of each. */
  static void run(Path file, List<String> news, PrintStream answers) throws Exception {
    try (SqliteStore store = SqliteStore.open(SqliteConfig.at(file).build());
        WebhookGuard guard =
            WebhookGuard.builder()
                .store(store)
                .source(
                    Source.named(
                            "stripe-live",
                            StripeAdapter.builder()
                                .lane(LaneSource.parse("data.object.id"))
                                .build())
                        .secrets(Secrets.of(ChargeOnce.SECRET))
                        .mode(Source.Mode.INLINE)
                        .build())
                .transactionalHandler("stripe-live", "payment_intent.*", paying())
                .build()) {
      createTable(store.userConnections());
      guard.start();
      for (String each : news) {
        var answer = guard.receive("stripe-live", delivery(each)).toCompletableFuture().get();
        String said = new String(answer.body().toByteArray(), StandardCharsets.UTF_8);
        answers.println(each + ": " + said + ", the payment is " + status(store, "pi_1"));
      }
    }
  }

  /** The state and COMPLETE are one commit. */
  static TransactionalHandler paying() {
    // guide: handler-begin
    return (event, connection) -> {
      String payment = event.lane().text();
      String status = STATUS_OF_TYPE.getOrDefault(event.type(), event.type());
      String said =
          PAYMENTS
              .apply(connection, payment, status)
              .match(
                  apply -> "done",
                  same -> "known",
                  stale -> "too late", // old news, or another branch
                  terminal -> "contradicts " + terminal.current()); // worth an alarm
      return Response.of(200, "text/plain", said.getBytes(StandardCharsets.UTF_8));
    };
    // guide: handler-end
  }

  /** Outside of handlers: in a transaction of the caller's, with another column. */
  static StatusVerdict payByHand(Jdbi jdbi, String payment, String note) throws SQLException {
    // guide: jdbi-begin
    return jdbi.inTransaction(
        handle -> PAYMENTS.apply(handle, payment, "succeeded", Map.of("note", note)));
    // guide: jdbi-end
  }

  private static void createTable(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create table payment (id varchar(255) primary key, status varchar(64) not null,"
              + " note text)");
    }
  }

  static String status(SqliteStore store, String payment) throws SQLException {
    try (Connection connection = store.userConnections().getConnection();
        PreparedStatement query =
            connection.prepareStatement("select status from payment where id = ?")) {
      query.setString(1, payment);
      try (ResultSet found = query.executeQuery()) {
        return found.next() ? found.getString(1) : "not there";
      }
    }
  }

  /** One piece of news as Stripe would send it. */
  private static RawRequest delivery(String news) {
    String body =
        "{\"id\":\"evt_"
            + news
            + "\",\"object\":\"event\",\"type\":\"payment_intent."
            + news
            + "\",\"livemode\":false,\"created\":1700000000,"
            + "\"data\":{\"object\":{\"id\":\"pi_1\",\"object\":\"payment_intent\"}}}";
    StripeSimulator stripe =
        StripeSimulator.of(
            Secret.of(ChargeOnce.SECRET),
            SimulatorSettings.seeded(1)
                .withBody(Payload.of("application/json", body.getBytes(StandardCharsets.UTF_8))));
    return stripe.deliver(stripe.event(0), Instant.now()).toRequest("/webhooks/stripe");
  }
}
