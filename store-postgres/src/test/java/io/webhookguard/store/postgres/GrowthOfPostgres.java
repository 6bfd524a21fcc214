package io.webhookguard.store.postgres;

import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.PostgresServer;
import io.webhookguard.testsupport.servers.PrivateServer;
import io.webhookguard.testsupport.stores.Fixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Prints how long calls take while the tables grow; asserts nothing, because machines differ. Run
 * it by its name with the test class path: the first argument is an empty folder for the server's
 * files, the others are numbers of pending events.
 */
final class GrowthOfPostgres {

  private static final int BATCH = 32;
  private static final int WARM = 40;
  private static final int ROUNDS = 200;

  private GrowthOfPostgres() {}

  /** Measures and prints. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    try (PrivateServer<PostgresServer> server =
        PostgresServer.startPrivate(
            folder, Map.of("max_wal_size", "8GB", "shared_buffers", "1GB"))) {
      System.out.println("PostgreSQL " + server.server().version() + ", batches of " + BATCH);
      System.out.println("| pending events | lanes | admit p50 ms | claim p50 ms | claim p95 ms |");
      System.out.println("|---|---|---|---|---|");
      for (String argument : Arrays.asList(arguments).subList(1, arguments.length)) {
        String[] parts = argument.split("/", 2);
        long events = Long.parseLong(parts[0]);
        long lanes = parts.length == 1 ? 0 : Long.parseLong(parts[1]);
        System.out.println(measure(server.server(), Backlog.of(events).inLanes(lanes), argument));
      }
    }
  }

  /** One line of the table. */
  static String measure(PostgresServer server, Backlog backlog, String name) {
    try (Database database = server.freshDatabase()) {
      PostgresStore.migrate(PostgresOpening.at(database).build());
      backlog.fill(database);
      database.run("vacuum analyze");
      database.run("checkpoint");
      try (PostgresStore store = PostgresStore.open(PostgresOpening.at(database).build())) {
        return measure(store, name);
      }
    }
  }

  /**
   * What is claimed is settled outside of the measured time; what is admitted comes in addition.
   */
  private static String measure(PostgresStore store, String name) {
    long[] admits = new long[ROUNDS];
    long[] claims = new long[ROUNDS];
    for (int round = -WARM; round < ROUNDS; round++) {
      List<Arrival> arrivals = Fixture.arrivals("new_" + round + "_", BATCH, "");
      long start = System.nanoTime();
      store.events().admit(arrivals);
      long admitted = System.nanoTime();
      List<Attempt> attempts = Fixture.claim(store, BATCH);
      long claimed = System.nanoTime();
      store.events().settle(attempts.stream().map(Fixture::complete).toList());
      if (round >= 0) {
        admits[round] = admitted - start;
        claims[round] = claimed - admitted;
      }
    }
    return String.format(
        Locale.ROOT,
        "| %s | %.2f | %.2f | %.2f |",
        name.contains("/") ? name.replace("/", " | ") : name + " | none",
        percentile(admits, 50),
        percentile(claims, 50),
        percentile(claims, 95));
  }

  private static double percentile(long[] nanos, int percent) {
    long[] sorted = IntStream.range(0, nanos.length).mapToLong(i -> nanos[i]).sorted().toArray();
    return sorted[(sorted.length - 1) * percent / 100] / 1e6;
  }
}
