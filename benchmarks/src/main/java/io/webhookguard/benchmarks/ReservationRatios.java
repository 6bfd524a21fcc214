package io.webhookguard.benchmarks;

import io.webhookguard.store.postgres.PostgresConfig;
import io.webhookguard.store.postgres.PostgresStore;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.PostgresServer;
import io.webhookguard.testsupport.servers.PrivateServer;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Prints the guard's throughput on PostgreSQL as ratios to raw statements on the same server; see
 * {@link Comparison}. Arguments: rounds, seconds of a slice, numbers of callers joined by commas.
 */
public final class ReservationRatios {

  private final Database database;

  private ReservationRatios(Database database) {
    this.database = database;
  }

  /** Measures on a server of its own and prints a table. */
  public static void main(String[] arguments) throws Exception {
    Arguments given = Arguments.of("ratios", 3, arguments);
    Comparison comparison =
        new Comparison(given.count(0, "ROUNDS", 5), given.amount(1, "SECONDS", 2));
    int[] callers = given.counts(2, "CALLERS", "1,8,32,128");
    Map<String, String> options =
        Map.of("max_connections", "600", "shared_buffers", "256MB", "max_wal_size", "8GB");
    try (Workplace folder = new Workplace();
        PrivateServer<PostgresServer> server =
            PostgresServer.startPrivate(folder.path(), options)) {
      PostgresServer postgres = server.server();
      System.out.printf(
          Locale.ROOT,
          "PostgreSQL %s, fsync %s, synchronous_commit %s, %d cores, %d rounds of %.1f s%n",
          postgres.version(),
          postgres.setting("fsync"),
          postgres.setting("synchronous_commit"),
          Runtime.getRuntime().availableProcessors(),
          comparison.rounds(),
          comparison.seconds());
      try (Database database = postgres.freshDatabase()) {
        comparison.warmUp(new ReservationRatios(database).makers(16));
      }
      System.out.println(Comparison.HEADER);
      for (int number : callers) {
        try (Database database = postgres.freshDatabase()) {
          comparison.print(new ReservationRatios(database).makers(number), number);
        }
      }
    }
  }

  private Map<String, Supplier<Contender>> makers(int callers) {
    Map<String, Supplier<Contender>> makers = new LinkedHashMap<>();
    makers.put(Comparison.RAW, () -> new RawStatements(database, callers, 1));
    makers.put(
        "raw (c), batches of 32", () -> new RawStatements(database, Math.min(callers, 8), 32));
    makers.put("store, direct", () -> new StorePorts(store(Math.min(callers, 128)), 1));
    makers.put("store, batches of 32", () -> new StorePorts(store(Math.min(callers, 8)), 32));
    makers.put("guard, 4 connections", () -> new WholeGuard(store(4), callers));
    makers.put("guard, 8 connections", () -> new WholeGuard(store(8), callers));
    return makers;
  }

  private PostgresStore store(int connections) {
    return PostgresStore.open(
        PostgresConfig.at(database.jdbcUrl())
            .user(database.user())
            .password(database.password())
            .connections(connections)
            .build());
  }
}
