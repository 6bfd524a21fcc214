package io.webhookguard.store.redis;

import io.webhookguard.api.store.DurabilityLevel;
import io.webhookguard.api.store.StoreDoctor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisException;

/** Reads what every master that has a partition says of its durability, and takes the worst. */
final class RedisDoctor implements StoreDoctor {

  private static final String NOT_TOLD = "not told";

  private final Data data;
  private final Layout layout;
  private final boolean watched;

  /**
   * A doctor.
   *
   * @param watched whether Sentinels put a replica in the place of a master that is lost
   */
  RedisDoctor(Data data, Layout layout, boolean watched) {
    this.data = data;
    this.layout = layout;
    this.watched = watched;
  }

  @Override
  public Diagnosis examine() {
    Map<String, ServerFacts> masters = masters();
    List<Finding> findings = new ArrayList<>();
    DurabilityLevel level = DurabilityLevel.DURABLE_HA;
    String version = "";
    for (Map.Entry<String, ServerFacts> master : masters.entrySet()) {
      ServerFacts facts = master.getValue();
      String where = masters.size() == 1 ? "" : " of " + master.getKey();
      findings.addAll(findings(facts, where));
      level = level(facts).compareTo(level) < 0 ? level(facts) : level;
      version = facts.version();
    }
    Instant now = layout.read(data).now();
    return new Diagnosis("Redis " + version, level, now, findings);
  }

  /** The facts of each master, by its address. */
  Map<String, ServerFacts> masters() {
    Map<String, ServerFacts> masters = new LinkedHashMap<>();
    for (Partition partition : data.partitions().all()) {
      try (Connection connection = data.link().connect(partition)) {
        String address = connection.getHostAndPort().toString();
        if (!masters.containsKey(address)) {
          masters.put(address, ServerFacts.of(connection));
        }
      } catch (JedisException e) {
        throw data.link().faults().lost(e, true);
      }
    }
    return masters;
  }

  DurabilityLevel level(ServerFacts facts) {
    if (!facts.appendOnly() || facts.fsync().filter("no"::equals).isPresent()) {
      return DurabilityLevel.VOLATILE;
    }
    if (facts.fsync().filter("always"::equals).isEmpty()) {
      return DurabilityLevel.WINDOW_LOSSY;
    }
    return watched || facts.replicas() > 0
        ? DurabilityLevel.FAILOVER_LOSSY
        : DurabilityLevel.DURABLE;
  }

  private List<Finding> findings(ServerFacts facts, String where) {
    boolean always = facts.fsync().filter("always"::equals).isPresent();
    boolean loses = watched || facts.replicas() > 0;
    String minimum = facts.setting().getOrDefault(ServerFacts.MIN_REPLICAS, NOT_TOLD);
    String truncated = facts.setting().getOrDefault(ServerFacts.LOAD_TRUNCATED, NOT_TOLD);
    return List.of(
        finding(
            "appendonly" + where,
            facts.appendOnly() ? "yes" : "no",
            facts.appendOnly(),
            "without it all is lost when the server ends: set it to yes"),
        finding(
            ServerFacts.FSYNC + where,
            facts.fsync().orElse(NOT_TOLD),
            always,
            "a power failure loses the last second or more: set it to always"),
        finding(
            ServerFacts.LOAD_TRUNCATED + where,
            truncated,
            !truncated.equals("yes"),
            "half a script that a power failure left in the file would run at the second start: set"
                + " it to no, and run redis-check-aof --fix where Redis then does not start"),
        finding(
            "maxmemory-policy" + where,
            facts.evictionPolicy(),
            facts.evictionPolicy().equals("noeviction"),
            "events would be thrown out for want of room: set it to noeviction"),
        finding(
            "replicas" + where,
            Integer.toString(facts.replicas()),
            !loses,
            "a replica that takes over may lack the last writes; waiting for replicas narrows it"),
        finding(
            ServerFacts.MIN_REPLICAS + where,
            minimum,
            facts.replicas() == 0 || !minimum.equals("0"),
            "a master that is cut off goes on writing: set it to 1 or more"),
        finding("role" + where, facts.role(), facts.role().equals("master"), "ask the master"));
  }

  private static Finding finding(String setting, String value, boolean good, String advice) {
    return new Finding(setting, value, good, good ? "" : advice);
  }
}
