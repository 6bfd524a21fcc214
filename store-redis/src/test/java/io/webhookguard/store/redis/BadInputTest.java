package io.webhookguard.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.error.SchemaMismatchException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.store.DurabilityLevel;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.PageRequest;
import io.webhookguard.testsupport.network.Ports;
import io.webhookguard.testsupport.servers.PrivateServer;
import io.webhookguard.testsupport.servers.RedisServer;
import io.webhookguard.testsupport.stores.Fixture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is wrong with a server ends in its named exception, with a line that says what to do.
 */
final class BadInputTest {

  @TempDir Path folder;

  private static RedisConfig.Builder at(RedisServer server) {
    return RedisConfig.at("redis://" + server.host() + ":" + server.port());
  }

  @Test
  void wrongPassword() {
    RedisServer server = RedisServer.shared();
    server.ask("ACL", "SETUSER", "guard-with-all", "on", ">right", "~*", "+@all");
    RedisConfig wrong = at(server).user("guard-with-all").password("not-this-1").build();
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> RedisStore.open(wrong))
        .withMessageContaining("user or password is wrong")
        .withMessageNotContaining("not-this-1");
  }

  /** Nobody becomes the server's default user by leaving the password out. */
  @Test
  void noPassword() {
    RedisServer server = RedisServer.shared();
    server.ask("ACL", "SETUSER", "guard-with-all", "on", ">right", "~*", "+@all");
    RedisConfig without = at(server).user("guard-with-all").build();
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> RedisStore.open(without))
        .withMessageContaining("user or password is wrong");
    server.ask("ACL", "SETUSER", "guard-with-none", "on", "nopass", "~*", "+@all");
    RedisStore.open(at(server).user("guard-with-none").build()).close();
  }

  @Test
  void noLoginAtAll() {
    try (PrivateServer<RedisServer> server =
        RedisServer.startPrivate(folder, Map.of("requirepass", "right"))) {
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> RedisStore.open(at(server.server()).build()))
          .withMessageContaining("it asks for a password and none is configured");
      RedisStore.open(at(server.server()).password("right").build()).close();
    }
  }

  @Test
  void databaseThatIsNotThere() {
    RedisServer server = RedisServer.shared();
    String url = "redis://" + server.host() + ":" + server.port() + "/999";
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> RedisStore.open(RedisConfig.at(url).build()))
        .withMessageContaining("it has no database of that number");
  }

  @Test
  void noSentinel() {
    RedisConfig config = at(RedisServer.shared()).sentinelMaster("main").build();
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> RedisStore.open(config))
        .withMessageContaining("is no Sentinel");
  }

  /** Which of them would be written to, chance would decide. */
  @Test
  void severalServersThatAreNoCluster() {
    RedisServer server = RedisServer.shared();
    String one = server.host() + ":" + server.port();
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> RedisStore.open(RedisConfig.at("redis://" + one + "," + one).build()))
        .withMessageContaining("name the master alone, or Sentinels");
  }

  @Test
  void missingRight() {
    RedisServer server = RedisServer.shared();
    server.ask("ACL", "SETUSER", "guard-with-less", "on", ">right", "~*", "+@all", "-evalsha");
    RedisConfig config = at(server).user("guard-with-less").password("right").build();
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> RedisStore.open(config))
        .withMessageContaining("lacks a right");
  }

  /** What scripts ask of the server is read from their texts when a store is opened. */
  @Test
  void documentedRights() {
    List<String> needed = new ArrayList<>();
    needed.addAll(
        List.of("+info", "+ping", "+client|setname", "+evalsha", "+script|load", "+wait"));
    Script.commands().forEach(command -> needed.add("+" + command));
    assertThat(DocumentedRights.onServers()).containsExactlyInAnyOrderElementsOf(needed);
  }

  /** The rights that docs/redis.md lists are enough, and the settings need not be told. */
  @Test
  void fewestRights() {
    RedisServer server = RedisServer.shared();
    List<String> rights = new ArrayList<>(List.of("ACL", "SETUSER", "guard-with-few", "on"));
    rights.addAll(List.of(">right", "~few:*"));
    rights.addAll(DocumentedRights.onServers());
    server.ask(rights.toArray(String[]::new));
    RedisConfig config =
        at(server)
            .user("guard-with-few")
            .password("right")
            .prefix(new KeyPrefix("few:"))
            .partitions(3)
            .build();
    try (RedisStore store = RedisStore.open(config)) {
      store.events().admit(Fixture.arrivals("evt-", 8, "lane"));
      store.events().settle(List.of(Fixture.complete(Fixture.claimOne(store))));
      store.ledger().scan(0, 10);
      store.events().search(EventQuery.ALL, PageRequest.first(10));
      assertThat(store.doctor().examine().level()).isEqualTo(DurabilityLevel.WINDOW_LOSSY);
    }
  }

  @Test
  void replica() {
    RedisServer master = RedisServer.shared();
    Map<String, String> options = Map.of("replicaof", master.host() + " " + master.port());
    try (PrivateServer<RedisServer> server = RedisServer.startPrivate(folder, options)) {
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> RedisStore.open(at(server.server()).build()))
          .withMessageContaining("replica");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"allkeys-lru", "volatile-ttl"})
  void eviction(String policy) {
    try (PrivateServer<RedisServer> server =
        RedisServer.startPrivate(folder, Map.of("maxmemory-policy", policy))) {
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> RedisStore.open(at(server.server()).build()))
          .withMessageContaining("noeviction");
    }
  }

  @Test
  void keepsNothing() {
    try (PrivateServer<RedisServer> server =
        RedisServer.startPrivate(folder, Map.of("appendonly", "no"))) {
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> RedisStore.open(at(server.server()).build()))
          .withMessageContaining("appendonly");
      RedisStore.open(at(server.server()).allowVolatile().build()).close();
    }
  }

  @Test
  void fullMemory() {
    try (PrivateServer<RedisServer> server = RedisServer.startPrivate(folder);
        RedisStore store = RedisStore.open(at(server.server()).build())) {
      server.server().ask("CONFIG", "SET", "maxmemory", "1");
      assertThatExceptionOfType(StoreUnavailableException.class)
          .isThrownBy(() -> store.events().admit(List.of(Fixture.arrival("evt-1", ""))))
          .withMessageContaining("memory is full");
      store.events().find(Fixture.key("evt-1"));
      server.server().ask("CONFIG", "SET", "maxmemory", "0");
      store.events().admit(List.of(Fixture.arrival("evt-1", "")));
    }
  }

  @Test
  void nobodyListens() {
    RedisConfig config = RedisConfig.at("redis://127.0.0.1:" + Ports.free()).build();
    assertThatExceptionOfType(StoreUnavailableException.class)
        .isThrownBy(() -> RedisStore.open(config))
        .withMessageContaining("cannot be reached");
  }

  @Test
  void noStore() {
    RedisConfig config =
        at(RedisServer.shared()).prefix(new KeyPrefix("none:")).createOnOpen(false).build();
    assertThatExceptionOfType(SchemaMismatchException.class)
        .isThrownBy(() -> RedisStore.open(config))
        .withMessageContaining("run migrate");
  }

  @Test
  void otherNumberOfPartitions() {
    RedisConfig.Builder config = at(RedisServer.shared()).prefix(new KeyPrefix("parts:"));
    RedisStore.open(config.partitions(2).build()).close();
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> RedisStore.open(config.partitions(3).build()))
        .withMessageContaining("has a store of 2 partitions");
  }

  @Test
  void otherLayout() {
    RedisServer server = RedisServer.shared();
    server.ask("HSET", "later:{layout}:meta", "layout", "2", "partitions", "1");
    assertThatExceptionOfType(SchemaMismatchException.class)
        .isThrownBy(() -> RedisStore.open(at(server).prefix(new KeyPrefix("later:")).build()))
        .withMessageContaining("layout version 2");
  }

  @Test
  void keysOfOthers() {
    RedisServer server = RedisServer.shared();
    server.ask("SET", "taken:{layout}:meta", "mine");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> RedisStore.open(at(server).prefix(new KeyPrefix("taken:")).build()))
        .withMessageContaining("in use by something else");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://h",
        "redis://",
        "redis://:secret@",
        "redis://h:port",
        "redis://h/x",
        "redis://h,,i",
        "redis://u:%se-cret@h",
        "redis://u:secret%@h",
        "redis://h?ca=file",
        "rediss://h?ca="
      })
  void urls(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisConfig.at(url))
        .withMessageStartingWith("a Redis URL is");
  }

  @Test
  void urlWithAll() {
    RedisUrl url = RedisUrl.parse("rediss://us%20er:p%40ss+@h:1,[::1]:2/3?ca=/a%20b.pem");
    assertThat(url.password()).contains("p@ss+");
    assertThat(url.user()).contains("us er");
    assertThat(url.servers()).hasSize(2);
    assertThat(url.database()).isEqualTo(3);
    assertThat(url.authorities()).contains("/a b.pem");
    assertThat(url).hasToString("Redis at h:1,::1:2");
  }
}
