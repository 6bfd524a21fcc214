package io.webhookguard.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.lock.Lease;
import io.webhookguard.api.lock.Lock;
import io.webhookguard.testsupport.network.FaultyProxy;
import io.webhookguard.testsupport.servers.PrivateServer;
import io.webhookguard.testsupport.servers.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RedisLockTest {

  private static final Duration LEASE = Duration.ofSeconds(30);

  @TempDir private Path folder;

  private static RedisConfig.Builder at(int port) {
    return RedisConfig.at("redis://127.0.0.1:" + port)
        .prefix(new KeyPrefix("t" + UUID.randomUUID().toString().substring(0, 13) + ":"));
  }

  private static FaultyProxy beforeShared() {
    RedisServer server = RedisServer.shared();
    return FaultyProxy.before(server.host(), server.port());
  }

  private static Optional<Lease> acquire(RedisLock lock, String holder) {
    return lock.tryAcquire("sweeper", holder, LEASE);
  }

  @Test
  @DisplayName("it is the lock of the store with the same prefix")
  void isTheStoresLock() {
    try (FaultyProxy proxy = beforeShared()) {
      RedisConfig config = at(proxy.port()).build();
      try (RedisLock lock = RedisLock.open(config);
          RedisStore store = RedisStore.open(config)) {
        Lease lease = acquire(lock, "node-a").orElseThrow();

        assertThat(store.lock().tryAcquire("sweeper", "node-b", LEASE)).isEmpty();
        assertThat(lock.renew(lease, LEASE)).isInstanceOf(Lock.Renewal.Renewed.class);
        assertThat(lock.release(lease)).isEqualTo(Lock.Release.RELEASED);
        assertThat(store.lock().tryAcquire("sweeper", "node-b", LEASE)).isPresent();
      }
    }
  }

  @Test
  @DisplayName("servers that are away when it is opened are looked for again by each call")
  void findsServersLater() {
    try (FaultyProxy proxy = beforeShared()) {
      proxy.refuse();
      try (RedisLock lock = RedisLock.open(at(proxy.port()).build())) {
        assertThatExceptionOfType(StoreUnavailableException.class)
            .isThrownBy(() -> acquire(lock, "node-a"))
            .withMessageContaining("cannot be reached");

        proxy.accept();
        assertThat(acquire(lock, "node-a")).isPresent();
      }
    }
  }

  @Test
  @DisplayName("while one caller waits for servers that do not answer, nobody else does")
  void onlyOneWaits() throws Exception {
    try (FaultyProxy proxy = beforeShared()) {
      proxy.refuse();
      try (RedisLock lock = RedisLock.open(at(proxy.port()).build())) {
        proxy.accept();
        proxy.holdReplies();
        CompletableFuture<Optional<Lease>> first =
            CompletableFuture.supplyAsync(() -> acquire(lock, "node-a"));
        proxy.awaitHeldReply();

        assertThatExceptionOfType(StoreUnavailableException.class)
            .isThrownBy(() -> acquire(lock, "node-b"))
            .withMessageContaining("not connected yet");

        proxy.releaseReplies();
        assertThat(first.get()).isPresent();
        assertThat(acquire(lock, "node-b")).isEmpty();
      }
    }
  }

  @Test
  @DisplayName("servers that answer and cannot be used are refused at once")
  void refusesWhatItCannotUse() {
    RedisConfig wrong = at(RedisServer.shared().port()).user("nobody").password("at-all").build();
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> RedisLock.open(wrong))
        .withMessageContaining("user or password is wrong");
  }

  @Test
  @DisplayName("a server that throws keys out is no lock, and good enough to delay")
  void evictionIsAllowedByName() {
    Map<String, String> cache = Map.of("maxmemory-policy", "allkeys-lru", "appendonly", "no");
    try (PrivateServer<RedisServer> server = RedisServer.startPrivate(folder, cache)) {
      int port = server.server().port();
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> RedisLock.open(at(port).build()))
          .withMessageContaining("noeviction");
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> RedisStore.open(at(port).allowVolatile().build()))
          .withMessageContaining("noeviction");

      try (RedisLock lock = RedisLock.open(at(port).allowVolatile().build())) {
        assertThat(acquire(lock, "node-a")).isPresent();
      }
    }
  }

  @Test
  @DisplayName("closed, it has no connections and makes none")
  void closes() {
    try (PrivateServer<RedisServer> server = RedisServer.startPrivate(folder)) {
      RedisLock lock = RedisLock.open(at(server.server().port()).build());
      acquire(lock, "node-a");
      assertThat(clients(server)).contains("name=webhook-guard");

      lock.close();
      lock.close();
      await().untilAsserted(() -> assertThat(clients(server)).doesNotContain("webhook-guard"));
      assertThatExceptionOfType(StoreUnavailableException.class)
          .isThrownBy(() -> acquire(lock, "node-a"))
          .withMessageContaining("closed");
    }
  }

  private static String clients(PrivateServer<RedisServer> server) {
    return String.join("", server.server().ask("CLIENT", "LIST"));
  }
}
