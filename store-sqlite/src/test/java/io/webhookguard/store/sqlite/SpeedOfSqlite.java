package io.webhookguard.store.sqlite;

import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.testsupport.stores.Fixture;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Prints how fast the store is on this machine; asserts nothing, because machines differ. Run it by
 * its name with the test class path; an argument names the folder of the file.
 */
final class SpeedOfSqlite {

  private static final int BACKLOG = 100_000;
  private static final int BATCH = 100;

  private SpeedOfSqlite() {}

  /** Measures and prints. */
  public static void main(String[] arguments) throws IOException {
    Path root = arguments.length > 0 ? Path.of(arguments[0]) : Path.of(".");
    measure(root, "admit, batch 1", store -> admit(store, "w1-", 1_000, 1));
    measure(root, "admit, batch 100", store -> admit(store, "w100-", 20_000, BATCH));
    measure(root, "admit, batch 100, 1000 lanes", store -> admitLanes(store, 20_000, 1_000));
    measure(root, "claim and settle, one by one", store -> claimAndSettle(store, 500, 1));
    measure(root, "claim and settle, batch 100", store -> claimAndSettle(store, 20_000, BATCH));
    measure(root, "claim, 100k behind one lane's head", store -> claimFromBacklog(store, 1));
    measure(root, "claim, 100k in 10k lanes", store -> claimFromBacklog(store, 10_000));
    measure(root, "claim, 100k without lanes", store -> claimFromBacklog(store, 0));
    measure(root, "duplicates, batch 100", SpeedOfSqlite::duplicates);
  }

  /** Runs on a file of its own and returns how many events the timed part handled. */
  private interface Run {
    Timed on(SqliteStore store);
  }

  private record Timed(int events, long nanos, long cpuNanos) {}

  /** A moment on the clock of the wall and on that of this thread's processor. */
  private record Moment(long nanos, long cpuNanos) {

    static Moment now() {
      return new Moment(
          System.nanoTime(), ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
    }

    Timed since(int events) {
      Moment end = now();
      return new Timed(events, end.nanos - nanos, end.cpuNanos - cpuNanos);
    }
  }

  private static void measure(Path root, String what, Run run) throws IOException {
    Path folder = Files.createTempDirectory(root, "speed");
    try (SqliteStore store =
        SqliteStore.open(SqliteConfig.at(folder.resolve("guard.db")).build())) {
      Timed timed = run.on(store);
      double seconds = timed.nanos() / 1e9;
      System.out.printf(
          Locale.ROOT,
          "%-38s %8d events %8.2f s %8.0f events/s %8.3f ms each, %6.3f ms of CPU%n",
          what,
          timed.events(),
          seconds,
          timed.events() / seconds,
          1_000 * seconds / timed.events(),
          timed.cpuNanos() / 1e6 / timed.events());
    } finally {
      try (Stream<Path> files = Files.list(folder)) {
        files.forEach(file -> file.toFile().delete());
      }
      Files.delete(folder);
    }
  }

  private static Timed admit(SqliteStore store, String prefix, int count, int batch) {
    return admitAll(store, Fixture.arrivals(prefix, count, ""), batch);
  }

  private static Timed admitLanes(SqliteStore store, int count, int lanes) {
    return admitAll(store, inLanes(count, lanes), BATCH);
  }

  private static List<Arrival> inLanes(int count, int lanes) {
    List<Arrival> arrivals = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      arrivals.add(Fixture.arrival("evt_" + i, lanes == 0 ? "" : "cus_" + i % lanes));
    }
    return arrivals;
  }

  private static Timed admitAll(SqliteStore store, List<Arrival> arrivals, int batch) {
    Moment start = Moment.now();
    for (int i = 0; i < arrivals.size(); i += batch) {
      store.events().admit(arrivals.subList(i, Math.min(i + batch, arrivals.size())));
    }
    return start.since(arrivals.size());
  }

  private static Timed claimAndSettle(SqliteStore store, int count, int batch) {
    admitAll(store, Fixture.arrivals("c-", count, ""), 1_000);
    Moment start = Moment.now();
    int settled = 0;
    while (settled < count) {
      List<Settlement> endings =
          Fixture.claim(store, batch).stream().map(Fixture::complete).toList();
      store.events().settle(endings);
      settled += endings.size();
    }
    return start.since(settled);
  }

  /** Claims one at a time, and completes outside the measured time. */
  private static Timed claimFromBacklog(SqliteStore store, int lanes) {
    admitAll(store, inLanes(BACKLOG, lanes), 1_000);
    long nanos = 0;
    long cpuNanos = 0;
    int rounds = 300;
    for (int i = 0; i < rounds; i++) {
      Moment start = Moment.now();
      Attempt attempt = Fixture.claimOne(store);
      Timed claimed = start.since(1);
      nanos += claimed.nanos();
      cpuNanos += claimed.cpuNanos();
      store.events().settle(List.of(Fixture.complete(attempt)));
    }
    return new Timed(rounds, nanos, cpuNanos);
  }

  private static Timed duplicates(SqliteStore store) {
    List<Arrival> first = Fixture.arrivals("d-", 20_000, "");
    admitAll(store, first, 1_000);
    return admitAll(store, Fixture.arrivals("d-", 20_000, ""), BATCH);
  }
}
