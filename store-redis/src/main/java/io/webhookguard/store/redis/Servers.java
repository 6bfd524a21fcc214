package io.webhookguard.store.redis;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.error.GuardException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
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

  private static final String SENTINEL = "sentinel";

  /** The server that answered first, and whether it takes the login of the configuration. */
  private record Contact(ServerFacts facts, boolean takesLogin) {}

  static Servers of(RedisConfig config) {
    Faults faults = new Faults(config.url().place());
    Clients clients = new Clients(config);
    Contact contact = first(config, clients, faults);
    ServerFacts facts = contact.facts();
    if (facts.majorVersion() < OLDEST_VERSION) {
      throw wrong(config, " is Redis " + facts.version() + "; the guard needs 7.0 or later");
    }
    if (config.sentinelMaster().isPresent() && !facts.mode().equals(SENTINEL)) {
      throw wrong(config, " is no Sentinel: name the Sentinels, or leave the master's name out");
    }
    try {
      return switch (facts.mode()) {
        case "cluster" -> new Servers(cluster(config, clients), faults, true, false);
        case SENTINEL ->
            new Servers(watched(config, clients, contact.takesLogin()), faults, false, true);
        default -> new Servers(single(config, clients, facts), faults, false, false);
      };
    } catch (JedisException e) {
      throw faults.notConnected(e);
    }
  }

  private static Contact first(RedisConfig config, Clients clients, Faults faults) {
    Optional<GuardException> why = Optional.empty();
    for (HostAndPort server : config.url().servers()) {
      try {
        return contact(server, clients);
      } catch (JedisException e) {
        why = Optional.of(faults.notConnected(e));
      }
    }
    throw why.orElseThrow();
  }

  /** Sentinels often have no login where the servers that they watch have one. */
  private static Contact contact(HostAndPort server, Clients clients) {
    try {
      return new Contact(ask(server, clients.toAny(true)), true);
    } catch (JedisDataException refused) {
      if (clients.haveLogin() && isOpenSentinel(server, clients)) {
        return new Contact(ask(server, clients.toAny(false)), false);
      }
      throw refused;
    }
  }

  private static boolean isOpenSentinel(HostAndPort server, Clients clients) {
    try {
      return ask(server, clients.toAny(false)).mode().equals(SENTINEL);
    } catch (JedisDataException e) {
      return false;
    }
  }

  private static ServerFacts ask(HostAndPort server, JedisClientConfig client) {
    try (Connection connection = new Connection(server, client)) {
      connection.connect();
      return ServerFacts.of(connection);
    }
  }

  private static Nodes single(RedisConfig config, Clients clients, ServerFacts facts) {
    if (config.url().servers().size() > 1) {
      throw wrong(config, " are servers without a cluster: name the master alone, or Sentinels");
    }
    if (!facts.role().equals("master")) {
      throw wrong(config, " is a replica; point the guard at its master");
    }
    return new OneServer(
        new PooledConnectionProvider(
            config.url().servers().get(0), clients.toDatabase(), clients.pool()));
  }

  private static Nodes watched(RedisConfig config, Clients clients, boolean takeLogin) {
    String master =
        config
            .sentinelMaster()
            .orElseThrow(() -> wrong(config, " is a Sentinel: say the name of the master"));
    try {
      return new OneServer(
          new SentineledConnectionProvider(
              master,
              clients.toDatabase(),
              clients.pool(),
              servers(config),
              clients.toAny(takeLogin)));
    } catch (JedisConnectionException | JedisDataException e) {
      throw e;
    } catch (JedisException e) {
      // The plain class says only this: Sentinels answered, and none has heard of the name.
      throw wrong(config, " watches no master of the name " + master);
    }
  }

  private static Nodes cluster(RedisConfig config, Clients clients) {
    if (config.url().database() != 0) {
      throw wrong(config, " is a cluster, which has database 0 alone");
    }
    return new Cluster(
        new ClusterConnectionProvider(servers(config), clients.toAny(true), clients.pool()));
  }

  private static Set<HostAndPort> servers(RedisConfig config) {
    return new LinkedHashSet<>(config.url().servers());
  }

  private static ConfigurationException wrong(RedisConfig config, String what) {
    return new ConfigurationException(config.url().place() + what);
  }
}
