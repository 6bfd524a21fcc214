package io.webhookguard.store.redis;

import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisProtocol;

/** How the client is told to connect. */
final class Clients {

  private final RedisConfig config;
  private final Optional<SSLSocketFactory> sockets;

  /** As the configuration says; reads the file of authorities that it may name. */
  Clients(RedisConfig config) {
    this.config = config;
    this.sockets =
        config.url().tls()
            ? Optional.of(Tls.sockets(config.url().authorities()))
            : Optional.empty();
  }

  /** To a server that has the configured database. */
  JedisClientConfig toDatabase() {
    return client(true).database(config.url().database()).build();
  }

  /** To a server of whatever kind. */
  JedisClientConfig toAny(boolean withLogin) {
    return client(withLogin).build();
  }

  boolean haveLogin() {
    return config.user().isPresent() || config.password().isPresent();
  }

  private DefaultJedisClientConfig.Builder client(boolean withLogin) {
    int timeout = Math.toIntExact(config.timeout().toMillis());
    DefaultJedisClientConfig.Builder client =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis(timeout)
            .socketTimeoutMillis(timeout)
            .protocol(RedisProtocol.RESP2)
            .clientName("webhook-guard");
    sockets.ifPresent(it -> speakTls(client, it));
    if (withLogin) {
      // The client leaves out a user without a password: the server's default user would connect.
      config.user().ifPresent(user -> client.user(user).password(""));
      config.password().ifPresent(client::password);
    }
    return client;
  }

  /** What came in place of these reads no PEM, and shows no certificate of the JVM's. */
  @SuppressWarnings("deprecation")
  private static void speakTls(DefaultJedisClientConfig.Builder client, SSLSocketFactory sockets) {
    client.ssl(true).sslSocketFactory(sockets).sslParameters(Tls.checkingHostNames());
  }

  GenericObjectPoolConfig<Connection> pool() {
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(config.connections());
    pool.setMaxIdle(config.connections());
    pool.setMaxWait(Duration.ofMillis(config.timeout().toMillis()));
    pool.setJmxEnabled(false);
    return pool;
  }
}
