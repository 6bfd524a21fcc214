package io.webhookguard.testsupport.servers;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A Redis server that answers a write when it is on disk. Safe for use by many threads. */
public final class RedisServer {

  private final ServerAddress address;

  private RedisServer(ServerAddress address) {
    this.address = address;
  }

  /**
   * The server that all tests of this build share; each keeps to keys with a prefix of its own.
   * Without one the test that asks is skipped with the reason, or fails where {@code CI} is {@code
   * true}.
   */
  public static RedisServer shared() {
    return new RedisServer(
        SharedServer.of(ServerKind.REDIS, address -> new RedisServer(address).durableVersion()));
  }

  /** Starts a server of the test's own in an empty folder; its owner may kill it. */
  public static PrivateServer<RedisServer> startPrivate(Path folder) {
    return startPrivate(folder, Map.of());
  }

  /**
   * Starts a server of the test's own, whose owner may kill it. It is always the bundled program;
   * where it does not run, the test is skipped or fails as with the shared server.
   *
   * @param folder an empty folder, or one of an earlier private server that has ended
   * @param options settings by Redis's names, such as {@code maxmemory}
   */
  public static PrivateServer<RedisServer> startPrivate(Path folder, Map<String, String> options) {
    return PrivateServer.start(ServerKind.REDIS, folder, options, RedisServer::new);
  }

  /** Starts a Sentinel in an empty folder, which watches nothing yet; its owner may kill it. */
  public static PrivateServer<RedisServer> startSentinel(Path folder) {
    return PrivateServer.start(
        ServerKind.REDIS,
        new BundledSentinel(Toolbox.ofThisBuild()),
        folder,
        Map.of(),
        RedisServer::new);
  }

  /** The server's version, such as {@code 7.0.15}. */
  public String version() {
    return RedisTalk.ask(address, "INFO", "server").stream()
        .flatMap(String::lines)
        .filter(line -> line.startsWith("redis_version:"))
        .map(line -> line.substring("redis_version:".length()).strip())
        .findFirst()
        .orElse("of an unknown version");
  }

  /** The server's value of a setting. */
  public String setting(String name) {
    return RedisTalk.ask(address, "CONFIG", "GET", name).get(1);
  }

  /**
   * What the server answers to a command: each text and number of the answer, in order.
   *
   * @throws IllegalStateException when it answers with an error or not at all
   */
  public List<String> ask(String... words) {
    return RedisTalk.ask(address, words);
  }

  /** What the server says of itself in a section of {@code INFO}. */
  public Map<String, String> info(String section) {
    return pairs("INFO", section);
  }

  /** The pairs of a name and a value that the server answers with, one on each line. */
  Map<String, String> pairs(String... words) {
    return ask(words).stream()
        .flatMap(String::lines)
        .filter(line -> line.contains(":"))
        .map(line -> line.strip().split(":", 2))
        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1], (one, other) -> one));
  }

  public String host() {
    return address.host();
  }

  public int port() {
    return address.port();
  }

  /** The version, once the server has said that it keeps what it answers for. */
  String durableVersion() {
    BundledRedis.SETTINGS.forEach((name, value) -> address.require(name, value, setting(name)));
    return version();
  }
}
