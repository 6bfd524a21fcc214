package io.webhookguard.store.redis;

import io.webhookguard.api.event.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * One part of the data: all its keys are in one slot, so that one script may change them together.
 * Safe for use by many threads.
 */
final class Partition {

  /** In the order in which the scripts take them. */
  private static final List<String> FIXED =
      List.of(
          "meta",
          "facts",
          "states",
          "admitted",
          "settled",
          "tombs",
          "claims",
          "lanes",
          "waiting",
          "members",
          "outbox",
          "ledger",
          "locks");

  private final int number;
  private final String base;
  private final List<byte[]> fixedKeys;

  /**
   * @param number from 0
   * @param base what its keys begin with
   */
  Partition(int number, String base) {
    this.number = number;
    this.base = base;
    this.fixedKeys = FIXED.stream().map(this::key).toList();
  }

  int number() {
    return number;
  }

  /** What its keys begin with. */
  String base() {
    return base;
  }

  int slot() {
    return JedisClusterCRC16.getSlot(base);
  }

  List<byte[]> fixedKeys() {
    return fixedKeys;
  }

  byte[] key(String name) {
    return (base + name).getBytes(StandardCharsets.UTF_8);
  }

  byte[] payload(Sha256 event) {
    return key("p:", event.toByteArray());
  }

  byte[] body(Sha256 event) {
    return key("r:", event.toByteArray());
  }

  byte[] steps(Sha256 event) {
    return key("s:", event.toByteArray());
  }

  /** The lists of work of the events of a route: due, and claimed. */
  List<byte[]> work(String routeTag) {
    return List.of(key("due:" + routeTag), key("leases:" + routeTag));
  }

  /** Where a call's plan is kept, in the partition of its id. */
  byte[] plan(UUID claimId) {
    return key("w:", Fields.bytes(claimId));
  }

  /** Where it is kept that a call of a plan was here. */
  byte[] done(UUID claimId) {
    return key("d:", Fields.bytes(claimId));
  }

  private byte[] key(String kind, byte[] id) {
    byte[] start = key(kind);
    byte[] key = Arrays.copyOf(start, start.length + id.length);
    System.arraycopy(id, 0, key, start.length, id.length);
    return key;
  }
}
