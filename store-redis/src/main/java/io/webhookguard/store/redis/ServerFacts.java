package io.webhookguard.store.redis;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * What one server says of itself.
 *
 * @param mode standalone, cluster or sentinel
 * @param setting settings by their names; empty where the server does not tell
 */
record ServerFacts(
    String version,
    String mode,
    String role,
    int replicas,
    boolean appendOnly,
    String evictionPolicy,
    Map<String, String> setting) {

  static final String FSYNC = "appendfsync";
  static final String MIN_REPLICAS = "min-replicas-to-write";
  static final String LOAD_TRUNCATED = "aof-load-truncated";

  static ServerFacts of(Connection connection) {
    Map<String, String> info = info(connection);
    return new ServerFacts(
        info.getOrDefault("redis_version", "unknown"),
        info.getOrDefault("redis_mode", "standalone"),
        info.getOrDefault("role", "unknown"),
        Integer.parseInt(info.getOrDefault("connected_slaves", "0")),
        info.getOrDefault("aof_enabled", "0").equals("1"),
        info.getOrDefault("maxmemory_policy", "unknown"),
        settings(connection));
  }

  /** A word on each server's first line that only Sentinels and clusters have. */
  private static Map<String, String> info(Connection connection) {
    Object reply = connection.executeCommand(new CommandArguments(Protocol.Command.INFO));
    Map<String, String> info = new HashMap<>();
    for (String line : new String((byte[]) reply, StandardCharsets.UTF_8).split("\r\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        info.put(line.substring(0, colon), line.substring(colon + 1));
      }
    }
    return info;
  }

  /** Servers of a provider often keep their settings to themselves. */
  private static Map<String, String> settings(Connection connection) {
    Map<String, String> settings = new HashMap<>();
    for (String name : List.of(FSYNC, MIN_REPLICAS, LOAD_TRUNCATED)) {
      try {
        Object reply =
            connection.executeCommand(
                new CommandArguments(Protocol.Command.CONFIG).add(Protocol.Keyword.GET).add(name));
        if (reply instanceof List<?> pair && pair.size() == 2) {
          settings.put(name, new String((byte[]) pair.get(1), StandardCharsets.UTF_8));
        }
      } catch (JedisDataException e) {
        // Not told: the level is then the lower one.
      }
    }
    return settings;
  }

  Optional<String> fsync() {
    return Optional.ofNullable(setting.get(FSYNC));
  }

  int majorVersion() {
    String major = version.split("\\.", 2)[0];
    return major.matches("[0-9]{1,4}") ? Integer.parseInt(major) : 0;
  }
}
