package io.webhookguard.store.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.stores.Fixture;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What calls cost, by the server's own counters of one session: commits, and statements, each of
 * which is a round trip. A batch costs what a single event costs.
 */
final class CostsTest {

  private static final int MANY = 200;
  private static final int EVENTS = 64;

  private final MysqlHarness harness = new MysqlHarness();

  /** Commits and statements of a session. */
  private record Cost(long commits, long statements) {}

  @FunctionalInterface
  private interface Calls {
    void make(TransactionalStore store);
  }

  /** Runs calls on a store that has one connection, and reads that connection's counters. */
  private static Cost costOf(Calls calls) throws SQLException {
    Database database = TestDatabase.get().database();
    try (Connection only = database.connect()) {
      TransactionalStore store =
          MysqlStore.withoutLooking(MysqlConfig.on(new OneConnection(only)).build());
      Cost before = counters(only);
      calls.make(store);
      Cost after = counters(only);
      return new Cost(
          after.commits() - before.commits(),
          // One of them is the statement that reads the counters.
          after.statements() - before.statements() - 1);
    }
  }

  private static Cost counters(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "show session status where variable_name in ('Questions', 'Com_commit')")) {
      long commits = 0;
      long statements = 0;
      while (rows.next()) {
        if (rows.getString(1).equals("Com_commit")) {
          commits = rows.getLong(2);
        } else {
          statements = rows.getLong(2);
        }
      }
      return new Cost(commits, statements);
    }
  }

  private void assertCost(String call, long commits, long statements, Calls one, Calls many)
      throws SQLException {
    Cost single = costOf(one);
    Cost batch = costOf(many);
    System.out.printf(
        "MySQL %s: %d commits, %d round trips for one, %d for %d%n",
        call, single.commits(), single.statements(), batch.statements(), MANY);
    assertThat(single).as(call).isEqualTo(new Cost(commits, statements));
    assertThat(batch).as(call + " of many").isEqualTo(single);
  }

  @Test
  @DisplayName("each call is one commit, and its round trips do not grow with its batch")
  void callsCostTheSameForManyAsForOne() throws SQLException {
    assertCost(
        "admit, without lanes",
        1,
        11,
        store -> store.events().admit(Fixture.arrivals("one_", 1, "")),
        store -> store.events().admit(Fixture.arrivals("many_", MANY, "")));
    List<Attempt> claimed = new ArrayList<>();
    assertCost(
        "claim, without lanes",
        1,
        14,
        store -> claimed.addAll(Fixture.claim(store, 1)),
        store -> claimed.addAll(Fixture.claim(store, MANY)));
    assertThat(claimed).hasSize(MANY + 1);
    assertCost(
        "renew",
        1,
        6,
        store -> store.events().renew(List.of(claimed.get(0).claim()), Fixture.LEASE),
        store ->
            store.events().renew(claimed.stream().map(Attempt::claim).toList(), Fixture.LEASE));
    assertCost(
        "complete, without lanes",
        1,
        10,
        store -> store.events().settle(List.of(Fixture.complete(claimed.get(0)))),
        store ->
            store
                .events()
                .settle(claimed.subList(1, MANY + 1).stream().map(Fixture::complete).toList()));
  }

  @Test
  @DisplayName("an inline event costs two commits, and a duplicate none")
  void inlineCostsTwoCommits() throws SQLException {
    List<Admission> admissions = new ArrayList<>();
    Cost admitted =
        costOf(
            store ->
                admissions.addAll(
                    store.events().admit(List.of(Fixture.arrival("evt_1", "cus_1", toRun())))));
    Attempt attempt = ((Admission.Claimed) admissions.get(0)).attempt();
    Cost settled = costOf(store -> store.events().settle(List.of(Fixture.complete(attempt))));
    Cost duplicate =
        costOf(store -> store.events().admit(Fixture.arrivals("evt_", 2, "cus_1").subList(1, 2)));
    System.out.printf(
        "MySQL inline with a lane: %d + %d round trips; duplicate: %d%n",
        admitted.statements(), settled.statements(), duplicate.statements());

    assertThat(admitted.commits() + settled.commits()).isEqualTo(2);
    assertThat(duplicate).isEqualTo(new Cost(0, 1));
    harness.close();
  }

  /** Deferred and without lanes, with what the test makes itself. */
  @ParameterizedTest
  @CsvSource({"1, 500000", "32, 80000"})
  @DisplayName("what an event allocates stays within a half of what was measured")
  void allocatedBytesAndBytesOfTheRedoLog(int batch, long ceiling) {
    Database database = TestDatabase.get().database();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (MysqlStore store = MysqlStore.open(MysqlOpening.at(database).connections(1).build())) {
      for (int i = 0; i < 2; i++) {
        work(store, "warm" + i + "_", batch);
      }
      long log = redoLog(database);
      long before = threads.getCurrentThreadAllocatedBytes();
      work(store, "evt_", batch);
      long bytes = (threads.getCurrentThreadAllocatedBytes() - before) / EVENTS;
      System.out.printf(
          "MySQL deferred, batches of %d: %d bytes allocated, %d bytes of redo log for each event%n",
          batch, bytes, (redoLog(database) - log) / EVENTS);
      assertThat(bytes).isLessThanOrEqualTo(ceiling);
    }
  }

  private static void work(TransactionalStore store, String prefix, int batch) {
    for (int from = 0; from < EVENTS; from += batch) {
      store.events().admit(Fixture.arrivals(prefix + from + "_", batch, ""));
      List<Attempt> attempts = Fixture.claim(store, batch);
      assertThat(attempts).hasSize(batch);
      store.events().settle(attempts.stream().map(Fixture::complete).toList());
    }
  }

  private static long redoLog(Database database) {
    return Long.parseLong(
        database.ask(
            "select variable_value from performance_schema.global_status"
                + " where variable_name = 'Innodb_os_log_written'"));
  }

  private static Arrival.Intent.Claim toRun() {
    return new Arrival.Intent.Claim("node-1", UUID.randomUUID(), Fixture.LEASE);
  }
}
