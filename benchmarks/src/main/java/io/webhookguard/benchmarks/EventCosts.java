package io.webhookguard.benchmarks;

import com.sun.management.ThreadMXBean;
import io.webhookguard.store.postgres.PostgresConfig;
import io.webhookguard.store.postgres.PostgresStore;
import io.webhookguard.testsupport.servers.Database;
import io.webhookguard.testsupport.servers.PostgresServer;
import io.webhookguard.testsupport.servers.PrivateServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Prints what one inline event costs PostgreSQL and the thread that calls it, by the size of the
 * batch: processor time of the server's processes, processor time of the thread, and bytes that it
 * allocates.
 *
 * <p>One thread calls, so nothing waits for anything but the disk, and time spent waiting is not
 * counted. Still other work on the machine makes processors slower: the least of the rounds counts.
 * Arguments: rounds, events of a round.
 */
public final class EventCosts {

  private static final int[] BATCHES = {1, 2, 4, 8, 16, 32, 128};

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Database database;
  private final ProcessHandle server;

  private EventCosts(Database database) {
    this.database = database;
    long session = Long.parseLong(database.ask("select pg_backend_pid()"));
    this.server = ProcessHandle.of(session).flatMap(ProcessHandle::parent).orElseThrow();
  }

  /** Measures on a server of its own and prints a table. */
  public static void main(String[] arguments) throws IOException {
    Arguments given = Arguments.of("costs", 2, arguments);
    int rounds = given.count(0, "ROUNDS", 8);
    int events = given.count(1, "EVENTS", 2_048);
    Path folder = Files.createTempDirectory("guard-bench");
    Map<String, String> options = Map.of("shared_buffers", "256MB", "max_wal_size", "8GB");
    try (PrivateServer<PostgresServer> server = PostgresServer.startPrivate(folder, options);
        Database database = server.server().freshDatabase()) {
      System.out.printf(
          Locale.ROOT,
          "PostgreSQL %s, the least of %d rounds of %d events%n",
          server.server().version(),
          rounds,
          events);
      new EventCosts(database).print(rounds, events);
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }

  private void print(int rounds, int events) {
    Map<String, Contender> contenders = new LinkedHashMap<>();
    Map<String, List<Cost>> costs = new LinkedHashMap<>();
    try {
      contenders.put("raw (b)", new RawStatements(database, 1, 1));
      contenders.put("raw (c), batches of 32", new RawStatements(database, 1, 32));
      for (int batch : BATCHES) {
        contenders.put("store, batches of " + batch, new StorePorts(store(), batch));
      }
      for (int round = -1; round < rounds; round++) {
        for (Map.Entry<String, Contender> contender : contenders.entrySet()) {
          Cost cost = cost(contender.getValue(), events);
          if (round >= 0) {
            costs.computeIfAbsent(contender.getKey(), name -> new ArrayList<>()).add(cost);
          }
        }
      }
    } finally {
      contenders.values().forEach(Contender::close);
    }
    System.out.println("contender | server us/event | thread us/event | bytes/event");
    costs.forEach(
        (name, own) ->
            System.out.printf(
                Locale.ROOT,
                "%-22s | %4.0f | %4.0f | %6.0f%n",
                name,
                least(own, Cost::serverMicros),
                least(own, Cost::threadMicros),
                least(own, Cost::bytes)));
  }

  private PostgresStore store() {
    return PostgresStore.open(
        PostgresConfig.at(database.jdbcUrl())
            .user(database.user())
            .password(database.password())
            .connections(1)
            .build());
  }

  /** For one event. */
  private record Cost(double serverMicros, double threadMicros, double bytes) {}

  private Cost cost(Contender contender, int events) {
    int calls = Math.max(1, events / contender.eventsOfCall());
    double done = (double) calls * contender.eventsOfCall();
    long serverNanos = serverNanos();
    long threadNanos = THREADS.getCurrentThreadCpuTime();
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < calls; i++) {
      call(contender);
    }
    return new Cost(
        (serverNanos() - serverNanos) / done / 1e3,
        (THREADS.getCurrentThreadCpuTime() - threadNanos) / done / 1e3,
        (THREADS.getCurrentThreadAllocatedBytes() - bytes) / done);
  }

  private static void call(Contender contender) {
    try {
      contender.event("evt_" + UUID.randomUUID());
    } catch (Exception e) {
      throw new IllegalStateException("the contender failed", e);
    }
  }

  private long serverNanos() {
    return server
        .descendants()
        .mapToLong(process -> process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos())
        .sum();
  }

  private static double least(List<Cost> costs, ToDoubleFunction<Cost> what) {
    return Arrays.stream(costs.stream().mapToDouble(what).toArray()).min().orElseThrow();
  }
}
