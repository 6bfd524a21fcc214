package io.webhookguard.testsupport.transactions.faults;

import io.webhookguard.api.event.Attributes;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.ClaimRequest;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.testsupport.servers.Database;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/** The calls that these tests make, and an effect beside them: a row in a table of payments. */
final class Calls {

  static final Route ROUTE = Route.main("stripe-live");

  private static final Duration LEASE = Duration.ofMinutes(1);

  private Calls() {}

  static EventKey key(String id) {
    return new EventKey(ROUTE, "acct_1", id);
  }

  static Arrival arrival(String id, String lane) {
    return arrival(id, lane, new Arrival.Intent.Queue());
  }

  /** What an intake admits that runs the handler at once. */
  static Arrival inline(String id, String lane) {
    return arrival(id, lane, new Arrival.Intent.Claim("node-1", UUID.randomUUID(), LEASE));
  }

  private static Arrival arrival(String id, String lane, Arrival.Intent intent) {
    return new Arrival(
        UUID.randomUUID(),
        key(id),
        "invoice.paid",
        lane.isEmpty() ? Lane.NONE : Lane.of(lane),
        0,
        Attributes.EMPTY,
        Payload.of("text/plain", id.getBytes(StandardCharsets.UTF_8)),
        intent);
  }

  static List<Arrival> arrivals(String prefix, int count, String lane) {
    return IntStream.range(0, count).mapToObj(i -> arrival(prefix + i, lane)).toList();
  }

  static ClaimRequest dueHeads(String owner, Duration lease, int limit) {
    return new ClaimRequest(
        owner, UUID.randomUUID(), lease, new ClaimRequest.Selection.DueHeads(Set.of(ROUTE), limit));
  }

  static ClaimRequest dueHeads(int limit) {
    return dueHeads("node-1", LEASE, limit);
  }

  static Attempt claimOne(GuardStore store) {
    List<Attempt> attempts = store.events().claim(dueHeads(1));
    if (attempts.size() != 1) {
      throw new AssertionError("nothing was due");
    }
    return attempts.get(0);
  }

  static Settlement complete(Attempt attempt) {
    return new Settlement.Complete(attempt.claim(), Response.EMPTY);
  }

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
              return complete(attempt);
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
