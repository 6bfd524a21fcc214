package io.webhookguard.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.Attributes;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.SettleAnswer;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.store.sql.TablePrefix;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An admission that waits for one lane's row while others come and go in another lane. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class LaneTokensTest {

  private static final Route ROUTE = Route.main("shop");

  private final PostgresHarness harness = new PostgresHarness();
  private final EventStore events = harness.store().events();
  private int admitted;

  @AfterEach
  void close() {
    harness.close();
  }

  @Test
  @DisplayName(
      "ES-12: a claim that an admission grants late is newer than all before it in its lane")
  void tokensGrowInALane() throws Exception {
    List<Lane> lanes =
        Stream.of("a", "b", "c", "d")
            .map(Lane::of)
            .sorted((a, b) -> digest(a).compareTo(digest(b)))
            .toList();
    Lane first = lanes.get(0);
    Lane second = lanes.get(1);
    complete(claimed(events.admit(List.of(arrival(first))).get(0)));

    try (Connection holder = harness.users().getConnection()) {
      holder.setAutoCommit(false);
      hold(holder, first);
      CompletableFuture<List<Admission>> late =
          CompletableFuture.supplyAsync(
              () -> events.admit(List.of(arrival(first), arrival(second))));
      awaitSomebodyBehind(holder);

      Claim early = claimed(events.admit(List.of(arrival(second))).get(0));
      complete(early);
      holder.rollback();

      Claim newer = claimed(late.get().get(1));
      assertThat(newer.token().value()).isGreaterThan(early.token().value());
    }
  }

  private static String digest(Lane lane) {
    return lane.digest(ROUTE, "").toString();
  }

  private static void hold(Connection holder, Lane lane) throws SQLException {
    try (PreparedStatement statement =
        holder.prepareStatement(
            "select from " + TablePrefix.DEFAULT + "lane where digest = ? for update")) {
      statement.setBytes(1, lane.digest(ROUTE, "").toByteArray());
      try (ResultSet rows = statement.executeQuery()) {
        assertThat(rows.next()).isTrue();
      }
    }
  }

  private static void awaitSomebodyBehind(Connection holder) throws SQLException {
    try (Statement statement = holder.createStatement()) {
      boolean waits = false;
      while (!waits) {
        try (ResultSet rows =
            statement.executeQuery(
                "select exists (select from pg_locks l"
                    + " where not l.granted and pg_backend_pid() = any(pg_blocking_pids(l.pid)))")) {
          rows.next();
          waits = rows.getBoolean(1);
        }
        Thread.onSpinWait();
      }
    }
  }

  private Arrival arrival(Lane lane) {
    int number = ++admitted;
    return new Arrival(
        new UUID(1, number),
        new EventKey(ROUTE, "", "e" + number),
        "paid",
        lane,
        0,
        Attributes.EMPTY,
        Payload.of("", new byte[0]),
        new Arrival.Intent.Claim("node", new UUID(2, number), Duration.ofMinutes(1)));
  }

  private static Claim claimed(Admission admission) {
    assertThat(admission).isInstanceOf(Admission.Claimed.class);
    return ((Admission.Claimed) admission).attempt().claim();
  }

  private void complete(Claim claim) {
    assertThat(events.settle(List.of(new Settlement.Complete(claim, Response.EMPTY))))
        .containsExactly(new SettleAnswer.Settled());
  }
}
