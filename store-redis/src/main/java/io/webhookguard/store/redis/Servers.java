package io.webhookguard.store.redis;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.error.GuardException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.providers.ClusterConnectionProvider;
import redis.clients.jedis.providers.PooledConnectionProvider;
import redis.clients.jedis.providers.SentineledConnectionProvider;

/**
 * The servers that a configuration leads to. One that answers is asked what they are.
 *
 * @param isCluster whether they divide the slots among them
 * @param isWatched whether a replica takes the place of a master that is lost
 */
record Servers(Nodes nodes, Faults faults, boolean isCluster, boolean isWatched) {

  /** Scripts that say whether they write came with this one. */
  private static final int OLDEST_VERSION = 7;

  static Servers of(RedisConfig config) {
    Faults faults = new Faults(config.url().place());
    ServerFacts facts = first(config, faults);
    if (facts.majorVersion() < OLDEST_VERSION) {
      throw new ConfigurationException(
          config.url().place() + " is Redis " + facts.version() + "; the guard needs 7.0 or later");
    }
    try {
      return switch (facts.mode()) {
        case "cluster" -> new Servers(cluster(config), faults, true, false);
        case "sentinel" -> new Servers(watched(config), faults, false, true);
        default -> new Servers(single(config, facts), faults, false, false);
      };
    } catch (JedisException e) {
      throw faults.notConnected(e);
    }
  }

  private static ServerFacts first(RedisConfig config, Faults faults) {
    Optional<GuardException> why = Optional.empty();
    for (HostAndPort server : config.url().servers()) {
      try (Connection connection = new Connection(server, client(config, false))) {
        connection.connect();
        return ServerFacts.of(connection);
      } catch (JedisException e) {
        why = Optional.of(faults.notConnected(e));
      }
    }
    throw why.orElseThrow();
  }

  private static Nodes single(RedisConfig config, ServerFacts facts) {
    if (!facts.role().equals("master")) {
      throw new ConfigurationException(
          config.url().place() + " is a replica; point the guard at its master");
    }
    return new OneServer(
        new PooledConnectionProvider(
            config.url().servers().get(0), client(config, true), pool(config)));
  }

  private static Nodes watched(RedisConfig config) {
    String master =
        config
            .sentinelMaster()
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        config.url().place() + " is a Sentinel: say the name of the master"));
    return new OneServer(
        new SentineledConnectionProvider(
            master, client(config, true), pool(config), servers(config), client(config, false)));
  }

  private static Nodes cluster(RedisConfig config) {
    if (config.url().database() != 0) {
      throw new ConfigurationException("a Redis cluster has database 0 alone");
    }
    return new Cluster(
        new ClusterConnectionProvider(servers(config), client(config, false), pool(config)));
  }

  private static Set<HostAndPort> servers(RedisConfig config) {
    return new LinkedHashSet<>(config.url().servers());
  }

  private static JedisClientConfig client(RedisConfig config, boolean database) {
    int timeout = Math.toIntExact(config.timeout().toMillis());
    DefaultJedisClientConfig.Builder client =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis(timeout)
            .socketTimeoutMillis(timeout)
            .protocol(RedisProtocol.RESP2)
            .clientName("webhook-guard");
    if (config.url().tls()) {
      client.sslOptions(SslOptions.defaults()); // certificate and host name are both verified
    }
    // The client leaves out a user without a password: the server's default user would connect.
    config.user().ifPresent(user -> client.user(user).password(""));
    config.password().ifPresent(client::password);
    if (database) {
      client.database(config.url().database());
    }
    return client.build();
  }

  private static GenericObjectPoolConfig<Connection> pool(RedisConfig config) {
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(config.connections());
    pool.setMaxIdle(config.connections());
    pool.setMaxWait(Duration.ofMillis(config.timeout().toMillis()));
    pool.setJmxEnabled(false);
    return pool;
  }
}
