package io.webhookguard.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.store.EventStore;
import io.webhookguard.testsupport.servers.PrivateServer;
import io.webhookguard.testsupport.servers.RedisFiles;
import io.webhookguard.testsupport.servers.RedisServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A server is killed under load and started again on what it left, again and again. Whatever it
 * answered before must be there afterwards, and nothing must be granted twice.
 */
final class KilledServer {

  private static final int LANES = 16;

  /** Few kills may meet no claim that nobody asks for again. */
  private static final int ENOUGH_TO_TAKE_OVER = 50;

  private final Path folder;
  private final Map<String, String> options;
  private final int partitions;
  private final int kills;

  /**
   * A server that is killed so many times.
   *
   * @param options settings of it, by Redis's names, beside those that docs/redis.md asks for
   */
  KilledServer(Path folder, Map<String, String> options, int partitions, int kills) {
    this.folder = folder;
    this.options = new HashMap<>(options);
    this.options.put("aof-load-truncated", "no");
    this.partitions = partitions;
    this.kills = kills;
  }

  /**
   * Runs it.
   *
   * @param seen the store as its callers see it
   */
  void run(UnaryOperator<EventStore> seen) {
    long seed = Long.getLong("guard.seed", System.nanoTime());
    System.out.println("killed Redis: repeat with -Dguard.seed=" + seed);
    Random random = new Random(seed);
    Witness witness = new Witness();
    int hit = 0;
    int fixed = 0;
    try (PrivateServer<RedisServer> server = RedisServer.startPrivate(folder, options);
        RedisStore store = RedisStore.open(config(server.server()));
        StoreLoad load = StoreLoad.on(seen.apply(store.events()), witness, "k", LANES, seed)) {
      Aftermath aftermath = new Aftermath(store, witness);
      for (int kill = 0; kill < kills; kill++) {
        load.awaitMore(20 + random.nextInt(60));
        hit += load.inFlight() > 0 ? 1 : 0;
        server.kill();
        Set<String> newest = witness.newest();
        fixed += startAgain(server) ? 1 : 0;
        aftermath.assertHold(newest, load);
      }
      load.awaitMore(50);
      load.finish();
      aftermath.assertAllIsDone();
      System.out.printf(
          "killed Redis: %d kills of %d partitions, %d of them with calls under way, %d with half a"
              + " script in the file; %d events acknowledged, %d lost; %d takeovers; %d outcomes"
              + " unknown, %d refusals%n",
          kills,
          partitions,
          hit,
          fixed,
          witness.admitted().size(),
          0,
          witness.takeovers(),
          load.unknown(),
          load.unavailable());
      assertThat(hit).as("kills that hit calls").isGreaterThan(kills / 2);
      assertThat(load.unknown()).as("calls that the kills met").isGreaterThan(kills);
      if (kills >= ENOUGH_TO_TAKE_OVER) {
        assertThat(witness.takeovers()).isPositive();
      }
    }
  }

  /** Starts it as docs/redis.md says, with its file cut where that ends in the middle. */
  private boolean startAgain(PrivateServer<RedisServer> server) {
    try {
      server.restart();
      return false;
    } catch (RuntimeException e) {
      if (!String.valueOf(e.getMessage()).contains("Unexpected end of file")) {
        throw e;
      }
      RedisFiles.fix(folder);
      server.restart();
      return true;
    }
  }

  private RedisConfig config(RedisServer server) {
    return RedisConfig.at("redis://" + server.host() + ":" + server.port())
        .partitions(partitions)
        .connections(StoreLoad.THREADS + 1)
        .allowVolatile()
        .build();
  }
}
