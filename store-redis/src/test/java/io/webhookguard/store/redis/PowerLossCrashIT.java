package io.webhookguard.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.EventState;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.DurabilityLevel;
import io.webhookguard.testsupport.servers.PrivateServer;
import io.webhookguard.testsupport.servers.RedisFiles;
import io.webhookguard.testsupport.servers.RedisServer;
import io.webhookguard.testsupport.stores.Fixture;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The power of a server's machine goes, under {@code appendfsync everysec}.
 *
 * <p>The server is killed, and its file is cut to what had been written about a second before: such
 * a file is what a machine leaves that had synced then and not since. What this shows: all that was
 * answered before the cut is there, what came behind it is lost as a whole, and the store works on.
 * What it does not show: that a disk keeps what it was told to sync. With {@code appendfsync
 * always} there is nothing to cut, as every answer stands behind its own sync; that nothing is lost
 * then at a kill, {@link KilledServerCrashIT} shows.
 */
final class PowerLossCrashIT {

  private static final int LOSSES =
      System.getProperty("guard.tier", "gate").equals("long") ? 20 : 2;
  private static final int LANES = 16;

  /** So many admissions in a window are enough to lose some. */
  private static final int FEW = 20;

  private static final Duration WINDOW = Duration.ofSeconds(1);

  /** Up to so many bytes of what came next are left: scripts are cut in their midst. */
  private static final int TORN = 400;

  private static final Duration LOOKS = Duration.ofMillis(100);

  /**
   * A moment, how much had been written then, which holds all that was answered before, and how
   * many admissions that were.
   */
  private record Sample(long nanos, long size, int admitted) {}

  private final long seed = Long.getLong("guard.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Witness witness = new Witness();

  /** Admissions that were answered in the window. */
  private Set<String> doubtful = Set.of();

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  @DisplayName("what is lost with everysec is what came in the last second")
  void losesTheLastSecond(int partitions) throws IOException {
    System.out.println("power loss: repeat with -Dguard.seed=" + seed);
    try (PrivateServer<RedisServer> server =
            RedisServer.startPrivate(
                folder, Map.of("appendfsync", "everysec", "aof-load-truncated", "no"));
        RedisStore store = RedisStore.open(config(server.server(), partitions))) {
      assertThat(store.doctor().examine().level()).isEqualTo(DurabilityLevel.WINDOW_LOSSY);
      for (int loss = 0; loss < LOSSES; loss++) {
        String name = "p" + loss + "x";
        Path file = file();
        // Depending on how the server started, its figure has the base file in it or not.
        long before = sample(server.server()).size() - Files.size(file);
        try (StoreLoad load =
            StoreLoad.on(store.events(), witness, name, LANES, seed + 100L * loss)) {
          lose(server, load, file, before);
        }
        RedisFiles.fix(folder);
        server.restart();
        assertRestHolds(store);
      }
      try (StoreLoad load = StoreLoad.on(store.events(), witness, "after", LANES, seed - 100)) {
        load.awaitMore(200);
        load.finish();
      }
      new Aftermath(store, witness).assertAllIsDone();
    }
  }

  private static RedisConfig config(RedisServer server, int partitions) {
    return RedisConfig.at("redis://" + server.host() + ":" + server.port())
        .partitions(partitions)
        .connections(StoreLoad.THREADS)
        .build();
  }

  /** Kills the server under load, and cuts its file to what it was a window before. */
  private void lose(PrivateServer<RedisServer> server, StoreLoad load, Path file, long before)
      throws IOException {
    Deque<Sample> samples = new ArrayDeque<>();
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(LOOKS)
        .until(
            () -> {
              samples.push(sample(server.server()));
              return hasSomethingToLose(samples);
            });
    server.kill();
    long end = System.nanoTime();
    load.stop();
    long written = before + Files.size(file);
    Sample cut =
        samples.stream()
            .filter(it -> end - it.nanos() >= WINDOW.toNanos() && it.size() <= written)
            .findFirst()
            .orElseThrow();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(cut.size() - before + random.nextInt(TORN));
    }
    long answered = witness.admitted().size();
    doubtful = witness.forgetSince(cut.nanos());
    System.out.printf(
        "power loss: cut to %d ms before the end, %d bytes of %d; %d of %d admissions answered"
            + " since%n",
        Duration.ofNanos(end - cut.nanos()).toMillis(),
        written - cut.size(),
        written,
        doubtful.size(),
        answered);
  }

  /**
   * Whether events were admitted within the window before the newest sample, and not just now:
   * while all lanes wait for leases to end, a load admits nothing.
   */
  private static boolean hasSomethingToLose(Deque<Sample> samples) {
    Sample newest = samples.getFirst();
    return samples.stream()
        .filter(it -> newest.nanos() - it.nanos() >= WINDOW.toNanos())
        .findFirst()
        .filter(it -> newest.admitted() > it.admitted() + FEW)
        .isPresent();
  }

  /** What was answered before the cut is there; what is gone is new when it comes again. */
  private void assertRestHolds(RedisStore store) {
    Map<String, EventState> states = untilAnswered(store);
    List<String> lost = new ArrayList<>(doubtful);
    lost.removeAll(states.keySet());
    System.out.printf("power loss: %d admissions lost%n", lost.size());
    assertThat(lost).as("a cut that loses nothing tries nothing").isNotEmpty();
    lost.sort(Comparator.comparingInt(id -> StoreLoad.Id.of(id).batch()));
    for (String id : lost) {
      List<Admission> again =
          store.events().admit(List.of(Fixture.arrival(id, StoreLoad.Id.of(id).lane())));
      assertThat(again).as(id).containsExactly(new Admission.Queued());
      witness.admitted(id);
    }
  }

  /** Connections of before the loss fail once each. */
  private Map<String, EventState> untilAnswered(RedisStore store) {
    try (StoreLoad idle = StoreLoad.idle(store.events(), witness)) {
      return idle.untilAnswered(() -> new Aftermath(store, witness).assertAnswersHold());
    }
  }

  /** What is written, and what the server has in hand to write next. */
  private Sample sample(RedisServer server) {
    int admitted = witness.admitted().size();
    long now = System.nanoTime();
    Map<String, String> info = server.info("persistence");
    return new Sample(
        now,
        Long.parseLong(info.getOrDefault("aof_current_size", ""))
            + Long.parseLong(info.getOrDefault("aof_buffer_length", "")),
        admitted);
  }

  /** The file that grows. */
  private Path file() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("data/appendonlydir"))) {
      return files
          .filter(it -> it.toString().endsWith(".incr.aof"))
          .max(Comparator.comparingLong(it -> it.toFile().lastModified()))
          .orElseThrow();
    }
  }
}
