package io.webhookguard.store.redis;

import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.ledger.Seal;
import io.webhookguard.api.ledger.SealSignature;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.testsupport.ledger.Intruder;
import io.webhookguard.testsupport.ledger.TamperedLedgerContract;
import io.webhookguard.testsupport.servers.RedisServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XAddParams;

/** Who may run commands can do anything to the keys, and is found out. */
final class TamperedLedgerTest implements TamperedLedgerContract, Intruder {

  private static final byte[] FIELD = {'e'};

  private final RedisServer server = RedisServer.shared();
  private final KeyPrefix prefix =
      new KeyPrefix("t" + UUID.randomUUID().toString().substring(0, 13) + ":");
  private final Partition partition = new Partitions(prefix.text(), 1).get(0);
  private final RedisStore store =
      RedisStore.open(
          RedisConfig.at("redis://" + server.host() + ":" + server.port())
              .prefix(prefix)
              .partitions(1)
              .build());

  @AfterEach
  void close() {
    store.close();
  }

  @Override
  public GuardStore store() {
    return store;
  }

  @Override
  public Intruder intruder() {
    return this;
  }

  /** A stream takes no entry before its last one, so that all of it is written anew. */
  @SuppressWarnings("ArrayAsKeyOfSetOrMap") // The client's type for fields; nobody looks one up.
  private void rewrite(Consumer<NavigableMap<Long, byte[]>> change) {
    byte[] key = partition.key("ledger");
    try (Jedis redis = connect()) {
      NavigableMap<Long, byte[]> entries = new TreeMap<>();
      for (Object each : redis.xrange(key, new byte[] {'-'}, new byte[] {'+'})) {
        List<?> entry = (List<?>) each;
        String id = new String((byte[]) entry.get(0), StandardCharsets.UTF_8);
        entries.put(
            Long.parseLong(id.substring(0, id.indexOf('-'))),
            (byte[]) ((List<?>) entry.get(1)).get(1));
      }
      change.accept(entries);
      redis.del(key);
      entries.forEach(
          (tick, content) ->
              redis.xadd(
                  key,
                  XAddParams.xAddParams().id(new StreamEntryID(tick, 0)),
                  Map.of(FIELD, content)));
    }
  }

  private Jedis connect() {
    return new Jedis(server.host(), server.port());
  }

  private static long tick(long position) {
    return position / RedisLedger.MOST_PARTITIONS;
  }

  private static byte[] replaced(byte[] content, String what, String by) {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    if (!text.contains(what)) {
      throw new AssertionError("no " + what + " in an entry");
    }
    return text.replace(what, by).getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void changeEntry(long position) {
    rewrite(
        all -> all.computeIfPresent(tick(position), (at, it) -> replaced(it, "guard", "thief")));
  }

  @Override
  public void spoilEntry(long position) {
    rewrite(
        all ->
            all.computeIfPresent(tick(position), (at, it) -> replaced(it, "RECEIVED", "NONSENSE")));
  }

  @Override
  public void removeEntry(long position) {
    try (Jedis redis = connect()) {
      redis.xdel(partition.key("ledger"), (tick(position) + "-0").getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  public long addEntryAfter(long position) {
    long free = tick(position) + 1;
    rewrite(all -> all.put(free, all.lastEntry().getValue()));
    return free * RedisLedger.MOST_PARTITIONS;
  }

  /** Ticks follow the time, in which one passes between two calls. */
  @Override
  public void leaveAGap() {}

  private void reseal(long number, UnaryOperator<Seal> change) {
    byte[] key = partition.key("seals");
    try (Jedis redis = connect()) {
      double score = (double) number;
      List<byte[]> members = new ArrayList<>(redis.zrangeByScore(key, score, score));
      for (byte[] member : members) {
        redis.zrem(key, member);
        redis.zadd(key, score, SealBytes.of(change.apply(SealBytes.seal(member))));
      }
    }
  }

  @Override
  public void changeRoot(long seal) {
    reseal(seal, it -> with(it, it.previous(), Duration.ZERO));
  }

  @Override
  public void changeTime(long seal) {
    reseal(seal, it -> with(it, it.root(), Duration.ofHours(-1)));
  }

  private static Seal with(Seal seal, Sha256 root, Duration later) {
    return new Seal(
        seal.number(),
        seal.after(),
        seal.upTo(),
        root,
        seal.outline(),
        seal.previous(),
        seal.at().plus(later),
        SealSignature.NONE);
  }

  @Override
  public void removeSeal(long seal) {
    try (Jedis redis = connect()) {
      double score = (double) seal;
      redis.zremrangeByScore(partition.key("seals"), score, score);
    }
  }
}
