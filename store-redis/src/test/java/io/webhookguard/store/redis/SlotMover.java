package io.webhookguard.store.redis;

import io.webhookguard.testsupport.servers.RedisCluster;
import io.webhookguard.testsupport.servers.RedisServer;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;

/** Moves slots from one master of a cluster to another, as operators' tools do. */
final class SlotMover implements AutoCloseable {

  private static final int KEYS_AT_ONCE = 20;

  private final List<RedisServer> servers = new ArrayList<>();
  private final List<Connection> masters = new ArrayList<>();
  private final List<String> ids = new ArrayList<>();

  SlotMover(RedisCluster cluster, int count) {
    for (int i = 0; i < count; i++) {
      RedisServer server = cluster.master(i).server();
      servers.add(server);
      masters.add(new Connection(server.host(), server.port()));
      ids.add(server.ask("CLUSTER", "MYID").get(0));
    }
  }

  /**
   * Moves a slot, while the load goes on.
   *
   * @param by how many masters further
   * @return how many keys went along
   */
  int move(int slot, int by, StoreLoad load) {
    int from = owner(slot);
    int to = (from + by) % masters.size();
    setSlot(to, slot, "IMPORTING", from);
    setSlot(from, slot, "MIGRATING", to);
    int met = load.unavailable() + load.unknown();
    RedisCluster.await(() -> load.unavailable() + load.unknown() > met);
    int keys = 0;
    for (List<byte[]> some = keys(from, slot); !some.isEmpty(); some = keys(from, slot)) {
      migrate(from, to, some);
      keys += some.size();
    }
    setSlot(to, slot, "NODE", to);
    setSlot(from, slot, "NODE", to);
    setSlot(3 - from - to, slot, "NODE", to);
    return keys;
  }

  private int owner(int slot) {
    for (int i = 0; i < servers.size(); i++) {
      for (String line : servers.get(i).ask("CLUSTER", "NODES").get(0).split("\n", -1)) {
        if (line.contains("myself") && serves(line, slot)) {
          return i;
        }
      }
    }
    throw new AssertionError("nobody serves slot " + slot);
  }

  /** The slots stand behind the eight fields of a line, as numbers and ranges. */
  private static boolean serves(String line, int slot) {
    String[] words = line.strip().split(" ", -1);
    for (int i = 8; i < words.length; i++) {
      String[] ends = words[i].split("-", -1);
      if (!words[i].startsWith("[")
          && Integer.parseInt(ends[0]) <= slot
          && slot <= Integer.parseInt(ends[ends.length - 1])) {
        return true;
      }
    }
    return false;
  }

  private void setSlot(int at, int slot, String what, int other) {
    masters
        .get(at)
        .executeCommand(
            cluster().add("SETSLOT").add(Integer.toString(slot)).add(what).add(ids.get(other)));
  }

  private static CommandArguments cluster() {
    return new CommandArguments(Protocol.Command.CLUSTER);
  }

  private List<byte[]> keys(int at, int slot) {
    Object found =
        masters
            .get(at)
            .executeCommand(
                cluster()
                    .add("GETKEYSINSLOT")
                    .add(Integer.toString(slot))
                    .add(Integer.toString(KEYS_AT_ONCE)));
    List<byte[]> keys = new ArrayList<>();
    ((List<?>) found).forEach(key -> keys.add((byte[]) key));
    return keys;
  }

  private void migrate(int from, int to, List<byte[]> keys) {
    RedisServer target = servers.get(to);
    CommandArguments migrate =
        new CommandArguments(Protocol.Command.MIGRATE)
            .add(target.host())
            .add(Integer.toString(target.port()))
            .add("")
            .add("0")
            .add("5000")
            .add("KEYS");
    keys.forEach(migrate::add);
    masters.get(from).executeCommand(migrate);
  }

  @Override
  public void close() {
    masters.forEach(Connection::close);
  }
}
