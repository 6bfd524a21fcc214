package io.webhookguard.store.sqlite;

import io.webhookguard.api.event.Problem;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.ClaimRequest;
import io.webhookguard.api.store.RecoverRequest;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.testsupport.stores.Fixture;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * Admits, claims, recovers and settles without end, and prints each answer once it has it. Its
 * handler pays in the store's own transaction. Whoever started it kills it.
 */
final class CrashWorker {

  private static final Duration SHORT_LEASE = Duration.ofMillis(150);
  private static final int LANES = 8;

  private final SqliteStore store;
  private final Random random;
  private final String name;
  private int admitted;

  private CrashWorker(SqliteStore store, long seed, String name) {
    this.store = store;
    this.random = new Random(seed);
    this.name = name;
  }

  /** Takes the file, a seed, and a name that no other run had. */
  public static void main(String[] arguments) throws SQLException {
    SqliteStore store = SqliteStore.open(SqliteConfig.at(Path.of(arguments[0])).build());
    CrashWorker worker = new CrashWorker(store, Long.parseLong(arguments[1]), arguments[2]);
    while (true) {
      worker.turn();
    }
  }

  private void turn() throws SQLException {
    admit(1 + random.nextInt(5));
    ClaimRequest request =
        new ClaimRequest(
            name,
            UUID.randomUUID(),
            SHORT_LEASE,
            new ClaimRequest.Selection.DueHeads(Set.of(Fixture.ROUTE), 6));
    handle(store.events().claim(request));
    RecoverRequest lapsed =
        new RecoverRequest(name, UUID.randomUUID(), SHORT_LEASE, Set.of(Fixture.ROUTE), 6);
    handle(store.events().recover(lapsed));
  }

  private void admit(int count) {
    List<Arrival> arrivals = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String lane = random.nextInt(3) == 0 ? "" : "cus_" + random.nextInt(LANES);
      arrivals.add(Fixture.arrival(name + "-" + admitted++, lane));
    }
    store.events().admit(arrivals);
    arrivals.forEach(arrival -> say("admitted", arrival.key().eventId(), 0));
  }

  private void handle(List<Attempt> attempts) throws SQLException {
    for (Attempt attempt : attempts) {
      say("claimed", attempt);
      switch (random.nextInt(8)) {
        case 0 -> retry(attempt);
        case 1 -> say("forgot", attempt);
        default -> pay(attempt);
      }
    }
  }

  private void retry(Attempt attempt) {
    store
        .events()
        .settle(
            List.of(new Settlement.Release(attempt.claim(), Duration.ZERO, Problem.of("later"))));
    say("released", attempt);
  }

  private void pay(Attempt attempt) throws SQLException {
    String event = attempt.claim().key().eventId();
    store
        .transactions()
        .inTransaction(
            attempt.claim(),
            connection -> {
              Effects.pay(connection, event);
              return Fixture.complete(attempt);
            });
    say("settled", attempt);
  }

  private static void say(String what, Attempt attempt) {
    say(what, attempt.claim().key().eventId(), attempt.claim().token().value());
  }

  private static void say(String what, String event, long token) {
    System.out.println(what + " " + event + " " + token);
    System.out.flush();
  }
}
