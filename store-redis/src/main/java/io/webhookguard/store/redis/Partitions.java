package io.webhookguard.store.redis;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.event.Sha256;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * The partitions of a store. Which one an event belongs to is decided by its key alone: the same
 * event id with another body must meet the same row.
 */
final class Partitions {

  private static final int SLOTS = 16_384;

  private final List<Partition> all;

  /** As many as sources and consumers are configured. */
  private final Map<Route, String> tags = new ConcurrentHashMap<>();

  /**
   * So many partitions, spread evenly over the slots, so that every master of a cluster has its
   * share of them.
   */
  Partitions(String prefix, int count) {
    List<Partition> made = new ArrayList<>(count);
    for (int number = 0; number < count; number++) {
      made.add(new Partition(number, base(prefix, number, count)));
    }
    this.all = List.copyOf(made);
  }

  /** The first name whose slot lies in the partition's share of them. */
  private static String base(String prefix, int number, int count) {
    for (int attempt = 0; ; attempt++) {
      String base = prefix + "{" + number + "." + attempt + "}:";
      if (JedisClusterCRC16.getSlot(base) * count / SLOTS == number) {
        return base;
      }
    }
  }

  List<Partition> all() {
    return all;
  }

  int count() {
    return all.size();
  }

  Partition get(int number) {
    return all.get(number);
  }

  /** What stands for a route in keys, so that no name of a user's does. */
  String tag(Route route) {
    return tags.computeIfAbsent(
        route,
        it ->
            Sha256.ofTuple("guard.route.v1", it.source(), it.consumer()).toHex().substring(0, 16));
  }

  /** What is to be sent to partitions, divided by them, at most so many together. */
  static <T> List<List<T>> divide(List<T> items, Function<T, Partition> of, int most) {
    Map<Partition, List<List<T>>> byPartition = new LinkedHashMap<>();
    for (T item : items) {
      List<List<T>> parts = byPartition.computeIfAbsent(of.apply(item), it -> new ArrayList<>());
      if (parts.isEmpty() || parts.get(parts.size() - 1).size() == most) {
        parts.add(new ArrayList<>());
      }
      parts.get(parts.size() - 1).add(item);
    }
    return byPartition.values().stream().flatMap(List::stream).toList();
  }

  Partition of(EventKey key) {
    return of(key.digest());
  }

  /** The partition that keeps the plan of a call. */
  Partition of(UUID claimId) {
    return all.get(Math.floorMod(claimId.hashCode(), all.size()));
  }

  Partition of(Sha256 digest) {
    long first = ByteBuffer.wrap(digest.toByteArray()).getLong();
    return all.get((int) Long.remainderUnsigned(first, all.size()));
  }
}
