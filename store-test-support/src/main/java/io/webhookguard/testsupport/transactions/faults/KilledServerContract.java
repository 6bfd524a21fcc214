package io.webhookguard.testsupport.transactions.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.PrivateServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server is killed under load and started again on what it left, again and again. Whatever it
 * answered before must be there afterwards, and no effect must be there twice.
 *
 * @param <S> the kind of server
 */
public interface KilledServerContract<S> {

  /** How often it is killed. */
  int KILLS = System.getProperty("guard.tier", "gate").equals("long") ? 25 : 3;

  /** Starts a server of the test's own in an empty folder. */
  PrivateServer<S> start(Path folder);

  /** Makes an empty database. */
  Database freshDatabase(S server);

  /** Makes tables and opens the store, with so many connections and statements of 2 s at most. */
  TransactionalStore open(Database database, int connections);

  @Test
  @DisplayName("ES-54 LG-1 TX-1 what was answered survives a killed server, once")
  default void whatWasAnsweredSurvivesKills(@TempDir Path folder) throws SQLException {
    long seed = Long.getLong("guard.seed", System.nanoTime());
    System.out.println("killed server: repeat with -Dguard.seed=" + seed);
    Random random = new Random(seed);
    try (PrivateServer<S> server = start(folder)) {
      Database database = freshDatabase(server.server());
      try (Load load = Load.on(database, open(database, Load.THREADS), seed)) {
        for (int kill = 0; kill < KILLS; kill++) {
          load.awaitMore(20 + random.nextInt(100));
          server.kill();
          server.restart();
          assertAnswersAreThere(database, load);
        }
        load.awaitMore(50);
        load.finish();
        assertAnswersAreThere(database, load);
        assertThat(load.refused()).as("calls that the kills met").isGreaterThan(KILLS);
        System.out.printf(
            "killed server: %d kills, %d events admitted, %d paid for, %d calls met a kill%n",
            KILLS, load.admitted().size(), load.paid().size(), load.refused());
      }
      assertAllIsDoneOnce(database);
    }
  }

  private static void assertAnswersAreThere(Database database, Load load) throws SQLException {
    // Taken before the look: what is answered while it runs need not be seen by it.
    Set<String> admitted = load.admitted();
    Set<String> paid = load.paid();
    assertThat(ask(database, "select event_id from guard_event")).containsAll(admitted);
    assertThat(ask(database, "select event_id from guard_event where state = 'COMPLETE'"))
        .containsAll(paid);
    assertThat(ask(database, DIFFERENCES))
        .as("effects without their end, or ends without")
        .isEmpty();
    assertThat(ask(database, TORN))
        .as("entries without their event, or numbers left out")
        .isEmpty();
  }

  /** Effects beside events: one statement, so that both are of one moment. */
  String DIFFERENCES =
      "select e.event_id from guard_event e"
          + " left join (select event, count(*) as times from payment group by event) p"
          + " on p.event = e.event_id"
          + " where e.state = 'COMPLETE' and (p.times is null or p.times <> 1)"
          + " union all"
          + " select p.event from payment p"
          + " left join (select event_id from guard_event where state = 'COMPLETE') e"
          + " on e.event_id = p.event where e.event_id is null";

  /** Events whose entries are not all there. */
  String TORN =
      "select e.event_id from guard_event e left join"
          + " (select event, count(*) as written, max(number) as newest from guard_ledger"
          + " group by event) l on l.event = e.seq"
          + " where l.written is null or l.written <> e.entries or l.newest <> e.entries";

  private static void assertAllIsDoneOnce(Database database) throws SQLException {
    assertThat(ask(database, "select event_id from guard_event where state <> 'COMPLETE'"))
        .isEmpty();
    for (String table : List.of("due", "claim", "waiting")) {
      assertThat(database.ask("select count(*) from guard_" + table)).as(table).isEqualTo("0");
    }
    assertThat(ask(database, DIFFERENCES)).isEmpty();
  }

  private static Set<String> ask(Database database, String query) throws SQLException {
    Set<String> values = new TreeSet<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }
}
