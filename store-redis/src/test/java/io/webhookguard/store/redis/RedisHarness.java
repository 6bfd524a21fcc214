package io.webhookguard.store.redis;

import io.webhookguard.api.store.Capability;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.conformance.CrashHook;
import io.webhookguard.conformance.StoreHarness;
import io.webhookguard.testsupport.servers.RedisServer;
import io.webhookguard.testsupport.stores.MovedClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A prefix of its own for each test; clients and restarts are further stores on it. */
final class RedisHarness implements StoreHarness {

  private final String url;
  private final String prefix = "t" + UUID.randomUUID().toString().substring(0, 13) + ":";
  private final int partitions;
  private final MovedClock clock = new MovedClock();
  private final List<RedisStore> opened = new ArrayList<>();
  private final DyingRedisClients dying = new DyingRedisClients(this::dying);
  private GuardStore store;
  private @Nullable GuardStore neighbour;

  /** A store of so many partitions on the server that all tests share. */
  RedisHarness(int partitions) {
    this(url(RedisServer.shared()), partitions);
  }

  /** A store of so many partitions on these servers. */
  RedisHarness(String url, int partitions) {
    this.url = url;
    this.partitions = partitions;
    this.store = open(prefix);
  }

  private static String url(RedisServer server) {
    return "redis://" + server.host() + ":" + server.port();
  }

  private RedisConfig config(String keys) {
    return RedisConfig.at(url)
        .prefix(new KeyPrefix(keys))
        .partitions(partitions)
        .clock(clock)
        .connections(16)
        .build();
  }

  private RedisStore open(String keys) {
    return kept(RedisStore.open(config(keys)));
  }

  private RedisStore kept(RedisStore another) {
    opened.add(another);
    return another;
  }

  private GuardStore dying(DyingRedisClients.Client client) {
    return kept(RedisStore.open(config(prefix), client::around));
  }

  @Override
  public GuardStore store() {
    return store;
  }

  @Override
  public GuardStore secondClient() {
    return open(prefix);
  }

  @Override
  public GuardStore neighbour() {
    GuardStore known = neighbour;
    if (known == null) {
      known = open(prefix + "beside:");
      neighbour = known;
    }
    return known;
  }

  @Override
  public void advance(Duration by) {
    clock.move(by);
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.LANES, Capability.SHARED, Capability.PERSISTENT);
  }

  @Override
  public Duration precision() {
    return Duration.ofNanos(1_000);
  }

  /** The old store stays open: a process that is killed closes nothing either. */
  @Override
  public void restart() {
    store = open(prefix);
  }

  @Override
  public Optional<CrashHook> crashHook() {
    return Optional.of(dying);
  }

  @Override
  public void close() {
    opened.forEach(RedisStore::close);
    opened.clear();
  }
}
