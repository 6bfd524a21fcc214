package io.webhookguard.benchmarks;

import io.webhookguard.store.redis.KeyPrefix;
import io.webhookguard.store.redis.RedisConfig;
import io.webhookguard.store.redis.RedisStore;
import io.webhookguard.testsupport.servers.PrivateServer;
import io.webhookguard.testsupport.servers.RedisServer;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Prints the guard's throughput on Redis as ratios to the least that two scripts can do on the same
 * server; see {@link Comparison}. Arguments: rounds, seconds of a slice, numbers of callers joined
 * by commas.
 *
 * <p>The bundled program is a static one, in which Lua takes about twice the time that it takes in
 * those of distributions. Another server can be named by the environment; it should be one of its
 * own, for what is written there stays.
 */
public final class RedisRatios {

  private static final String URL = "GUARD_TEST_REDIS_URL";

  private final RedisServer server;
  private final AtomicInteger stores = new AtomicInteger();

  private RedisRatios(RedisServer server) {
    this.server = server;
  }

  /** Measures on a server of its own and prints a table. */
  public static void main(String[] arguments) throws Exception {
    Arguments given = Arguments.of("redis", 3, arguments);
    Comparison comparison =
        new Comparison(given.count(0, "ROUNDS", 5), given.amount(1, "SECONDS", 2));
    int[] callers = given.counts(2, "CALLERS", "1,8,32,128");
    if (System.getenv(URL) != null) {
      print(RedisServer.shared(), comparison, callers);
      return;
    }
    try (Workplace folder = new Workplace();
        PrivateServer<RedisServer> started = RedisServer.startPrivate(folder.path())) {
      print(started.server(), comparison, callers);
    }
  }

  private static void print(RedisServer redis, Comparison comparison, int[] callers)
      throws Exception {
    System.out.printf(
        Locale.ROOT,
        "Redis %s, appendonly %s, appendfsync %s, %d cores, %d rounds of %.1f s%n",
        redis.version(),
        redis.setting("appendonly"),
        redis.setting("appendfsync"),
        Runtime.getRuntime().availableProcessors(),
        comparison.rounds(),
        comparison.seconds());
    RedisRatios ratios = new RedisRatios(redis);
    comparison.warmUp(ratios.makers(16));
    System.out.println(Comparison.HEADER);
    for (int number : callers) {
      comparison.print(ratios.makers(number), number);
    }
  }

  private Map<String, Supplier<Contender>> makers(int callers) {
    int few = Math.min(callers, 8);
    Map<String, Supplier<Contender>> makers = new LinkedHashMap<>();
    makers.put(Comparison.RAW, () -> new RawScripts(server, callers, 1));
    makers.put("raw (c), batches of 32", () -> new RawScripts(server, few, 32));
    makers.put("store, direct", () -> new StorePorts(store(Math.min(callers, 128)), 1));
    makers.put("store, batches of 32", () -> new StorePorts(store(few), 32));
    makers.put("guard, 4 connections", () -> new WholeGuard(store(4), callers));
    return makers;
  }

  private RedisStore store(int connections) {
    return RedisStore.open(
        RedisConfig.at("redis://" + server.host() + ":" + server.port())
            .prefix(new KeyPrefix("bench" + stores.incrementAndGet() + ":"))
            .connections(connections)
            .build());
  }
}
