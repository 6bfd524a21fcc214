package io.webhookguard.store.redis;

import io.webhookguard.api.event.Route;
import io.webhookguard.api.event.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * One part of the data: all its keys are in one slot, so that one script may change them together.
 *
 * @param number from 0
 * @param base what its keys begin with
 */
record Partition(int number, String base) {

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
          "trails",
          "locks");

  int slot() {
    return JedisClusterCRC16.getSlot(base);
  }

  List<byte[]> fixedKeys() {
    return FIXED.stream().map(name -> key(name)).toList();
  }

  byte[] key(String name) {
    return (base + name).getBytes(StandardCharsets.UTF_8);
  }

  byte[] payload(Sha256 event) {
    return key("p:", event);
  }

  byte[] body(Sha256 event) {
    return key("r:", event);
  }

  byte[] steps(Sha256 event) {
    return key("s:", event);
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

  private byte[] key(String kind, Sha256 event) {
    return key(kind, event.toByteArray());
  }

  private byte[] key(String kind, byte[] id) {
    ByteArrayOutputStream key = new ByteArrayOutputStream();
    key.writeBytes(key(kind));
    key.writeBytes(id);
    return key.toByteArray();
  }

  /** What stands for a route in keys, so that no name of a user's does. */
  static String tag(Route route) {
    return Sha256.ofTuple("guard.route.v1", route.source(), route.consumer())
        .toHex()
        .substring(0, 16);
  }
}
