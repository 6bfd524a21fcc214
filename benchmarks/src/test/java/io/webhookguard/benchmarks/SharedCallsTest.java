package io.webhookguard.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.store.postgres.PostgresConfig;
import io.webhookguard.store.postgres.PostgresStore;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.PostgresServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What independent callers pay together, by the server's own count of transactions that write: each
 * call of the store is one.
 */
final class SharedCallsTest {

  private static final int CALLERS = 32;
  private static final int EVENTS_OF_CALLER = 100;

  private Database database;

  @BeforeEach
  void make() {
    database = PostgresServer.shared().freshDatabase();
  }

  @AfterEach
  void drop() {
    database.close();
  }

  @Test
  void thirtyTwoCallersMakeLessThanAFifthOfACallForEachAdmissionAndEachEnd() throws Exception {
    PostgresStore store =
        PostgresStore.open(
            PostgresConfig.at(database.jdbcUrl())
                .user(database.user())
                .password(database.password())
                .connections(4)
                .build());
    try (WholeGuard guard = new WholeGuard(store, CALLERS)) {
      handIn(guard, "warm");
      long before = writes();
      handIn(guard, "evt");
      long calls = writes() - before;

      double each = (double) calls / (CALLERS * EVENTS_OF_CALLER);
      System.out.printf(
          Locale.ROOT, "SharedCallsTest: %d callers: %.2f calls for each event%n", CALLERS, each);
      assertThat(each).as("an admission and an end").isLessThan(0.4);
    }
  }

  private static void handIn(WholeGuard guard, String name) throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int caller = 0; caller < CALLERS; caller++) {
        String prefix = name + "_" + caller + "_";
        all.add(
            callers.submit(
                () -> {
                  for (int i = 0; i < EVENTS_OF_CALLER; i++) {
                    guard.event(prefix + i);
                  }
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      callers.shutdownNow();
    }
  }

  private long writes() {
    return Long.parseLong(database.ask("select pg_current_xact_id()::text"));
  }
}
