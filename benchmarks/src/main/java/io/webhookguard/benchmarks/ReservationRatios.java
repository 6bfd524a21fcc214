package io.webhookguard.benchmarks;

import io.webhookguard.store.postgres.PostgresConfig;
import io.webhookguard.store.postgres.PostgresStore;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.PostgresServer;
import io.webhookguard.testsupport.servers.PrivateServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Prints the guard's throughput on PostgreSQL as ratios to raw statements on the same server.
 *
 * <p>Rounds take turns: in each, every contender works for a slice of time, and its ratio is to the
 * raw statements of the same round. Machines are noisy, so the median of the rounds counts, and the
 * least and greatest stand beside it. Contenders stay open through all rounds, as a service does:
 * opening connections and planning statements is not measured. Arguments: rounds, seconds of a
 * slice, numbers of callers joined by commas.
 */
public final class ReservationRatios {

  private static final String RAW = "raw (b)";

  /** Rounds that are not counted: connections are opened and plans are made in them. */
  private static final int WARM_UPS = 1;

  /** Before everything: a guard that is still being compiled spends more on that than on events. */
  private static final int WARM_UP_ROUNDS = 8;

  private static final int WARM_UP_CALLERS = 16;

  private final Database database;
  private final int rounds;
  private final double seconds;

  private ReservationRatios(Database database, int rounds, double seconds) {
    this.database = database;
    this.rounds = rounds;
    this.seconds = seconds;
  }

  /** Measures on a server of its own and prints a table. */
  public static void main(String[] arguments) throws Exception {
    Arguments given = Arguments.of("ratios", 3, arguments);
    int rounds = given.count(0, "ROUNDS", 5);
    double seconds = given.amount(1, "SECONDS", 2);
    int[] callers = given.counts(2, "CALLERS", "1,8,32,128");
    Path folder = Files.createTempDirectory("guard-bench");
    Map<String, String> options =
        Map.of("max_connections", "600", "shared_buffers", "256MB", "max_wal_size", "8GB");
    try (PrivateServer<PostgresServer> server = PostgresServer.startPrivate(folder, options)) {
      PostgresServer postgres = server.server();
      System.out.printf(
          Locale.ROOT,
          "PostgreSQL %s, fsync %s, synchronous_commit %s, %d cores, %d rounds of %.1f s%n",
          postgres.version(),
          postgres.setting("fsync"),
          postgres.setting("synchronous_commit"),
          Runtime.getRuntime().availableProcessors(),
          rounds,
          seconds);
      try (Database database = postgres.freshDatabase()) {
        new ReservationRatios(database, WARM_UP_ROUNDS, seconds).slices(WARM_UP_CALLERS);
      }
      System.out.println("callers | contender | events/s | ratio (least-greatest) | CPU us/event");
      for (int number : callers) {
        try (Database database = postgres.freshDatabase()) {
          new ReservationRatios(database, rounds, seconds).compare(number);
        }
      }
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  private void compare(int callers) throws Exception {
    Map<String, List<Slice>> slices = slices(callers);
    List<Slice> raw = slices.getOrDefault(RAW, List.of());
    slices.forEach((name, own) -> print(callers, name, own, raw));
  }

  private Map<String, List<Slice>> slices(int callers) throws Exception {
    Map<String, Supplier<Contender>> makers = new LinkedHashMap<>();
    makers.put(RAW, () -> new RawStatements(database, callers, 1));
    makers.put(
        "raw (c), batches of 32", () -> new RawStatements(database, Math.min(callers, 8), 32));
    makers.put("store, direct", () -> new StorePorts(store(Math.min(callers, 128)), 1));
    makers.put("store, batches of 32", () -> new StorePorts(store(Math.min(callers, 8)), 32));
    makers.put("guard, 4 connections", () -> new WholeGuard(store(4), callers));
    makers.put("guard, 8 connections", () -> new WholeGuard(store(8), callers));
    Map<String, Contender> contenders = new LinkedHashMap<>();
    Map<String, List<Slice>> slices = new LinkedHashMap<>();
    try {
      makers.forEach((name, maker) -> contenders.put(name, maker.get()));
      for (int round = -WARM_UPS; round < rounds; round++) {
        for (Map.Entry<String, Contender> contender : contenders.entrySet()) {
          Slice slice = slice(contender.getValue(), callers);
          if (round >= 0) {
            slices.computeIfAbsent(contender.getKey(), name -> new ArrayList<>()).add(slice);
          }
        }
      }
    } finally {
      contenders.values().forEach(Contender::close);
    }
    return slices;
  }

  private PostgresStore store(int connections) {
    return PostgresStore.open(
        PostgresConfig.at(database.jdbcUrl())
            .user(database.user())
            .password(database.password())
            .connections(connections)
            .build());
  }

  /** What one contender did in one slice. */
  private record Slice(double eventsPerSecond, double cpuMicrosPerEvent) {}

  private Slice slice(Contender contender, int callers) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    AtomicLong events = new AtomicLong();
    String run = UUID.randomUUID().toString().substring(0, 13);
    try {
      double cpuBefore = cpuOfMachine();
      long start = System.nanoTime();
      long end = start + (long) (seconds * 1e9);
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        String ids = "evt_" + run + "-" + i + "-";
        done.add(
            threads.submit(
                () -> {
                  for (long n = 0; System.nanoTime() < end; n++) {
                    contender.event(ids + n);
                    events.addAndGet(contender.eventsOfCall());
                  }
                  return null;
                }));
      }
      for (Future<?> one : done) {
        one.get();
      }
      double took = (System.nanoTime() - start) / 1e9;
      return new Slice(events.get() / took, (cpuOfMachine() - cpuBefore) * 1e6 / events.get());
    } finally {
      threads.shutdownNow();
    }
  }

  /** Seconds of processor time that the whole machine has spent, as Linux counts them. */
  private static double cpuOfMachine() throws IOException {
    String[] fields =
        Files.readString(Path.of("/proc/stat")).lines().findFirst().orElse("").split(" +", -1);
    long busy = Long.parseLong(fields[1]) + Long.parseLong(fields[2]) + Long.parseLong(fields[3]);
    return busy / 100.0;
  }

  private static void print(int callers, String name, List<Slice> own, List<Slice> raw) {
    double[] ratios = new double[own.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = own.get(i).eventsPerSecond() / raw.get(i).eventsPerSecond();
    }
    Arrays.sort(ratios);
    System.out.printf(
        Locale.ROOT,
        "%7d | %-22s | %8.0f | %5.2f (%.2f-%.2f) | %4.0f%n",
        callers,
        name,
        median(own.stream().mapToDouble(Slice::eventsPerSecond).sorted().toArray()),
        median(ratios),
        ratios[0],
        ratios[ratios.length - 1],
        median(own.stream().mapToDouble(Slice::cpuMicrosPerEvent).sorted().toArray()));
  }

  private static double median(double[] sorted) {
    return sorted[sorted.length / 2];
  }
}
