package io.webhookguard.store.redis;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import redis.clients.jedis.HostAndPort;

/**
 * Where Redis is: {@code redis://[user:password@]host[:port][,host:port…][/database]}, or {@code
 * rediss://} for TLS. Of several servers the guard asks the first that answers what they are.
 * Behind a question mark may stand {@code master=NAME} where they are Sentinels, {@code
 * partitions=NUMBER} for a store that is made, and {@code ca=FILE} with the certificates of those
 * who sign the servers' in place of whom the JVM trusts.
 */
record RedisUrl(
    boolean tls,
    List<HostAndPort> servers,
    Optional<String> user,
    Optional<String> password,
    int database,
    Optional<String> sentinelMaster,
    OptionalInt partitions,
    Optional<String> authorities) {

  private static final int DEFAULT_PORT = 6379;
  private static final String MASTER = "master";
  private static final String PARTITIONS = "partitions";
  private static final String AUTHORITIES = "ca";
  private static final Set<String> OPTIONS = Set.of(MASTER, PARTITIONS, AUTHORITIES);

  /** Reads a URL. Messages never hold it: it may have a password. */
  static RedisUrl parse(String text) {
    boolean tls = text.startsWith("rediss://");
    if (!tls && !text.startsWith("redis://")) {
      throw wrong();
    }
    String[] parts = text.substring(text.indexOf("://") + 3).split("\\?", 2);
    String rest = parts[0];
    Map<String, String> options = options(parts.length == 2 ? parts[1] : "");
    int at = rest.lastIndexOf('@');
    int slash = rest.indexOf('/', at + 1);
    String hosts = rest.substring(at + 1, slash < 0 ? rest.length() : slash);
    String path = slash < 0 ? "" : rest.substring(slash + 1);
    boolean strange = !tls && options.containsKey(AUTHORITIES);
    if (hosts.isEmpty() || strange || !path.matches("[0-9]{0,3}")) {
      throw wrong();
    }
    String[] login = at < 0 ? new String[0] : rest.substring(0, at).split(":", 2);
    return new RedisUrl(
        tls,
        servers(hosts),
        login.length == 0 || login[0].isEmpty() ? Optional.empty() : decoded(login[0]),
        login.length < 2 || login[1].isEmpty() ? Optional.empty() : decoded(login[1]),
        path.isEmpty() ? 0 : Integer.parseInt(path),
        Optional.ofNullable(options.get(MASTER)),
        partitions(Optional.ofNullable(options.get(PARTITIONS))),
        Optional.ofNullable(options.get(AUTHORITIES)));
  }

  private static Map<String, String> options(String query) {
    Map<String, String> options = new HashMap<>();
    for (String option : query.isEmpty() ? new String[0] : query.split("&", -1)) {
      String[] pair = option.split("=", 2);
      if (pair.length < 2 || pair[1].isEmpty() || !OPTIONS.contains(pair[0])) {
        throw wrong();
      }
      options.put(pair[0], decoded(pair[1]).orElseThrow());
    }
    return options;
  }

  private static OptionalInt partitions(Optional<String> option) {
    if (option.isEmpty()) {
      return OptionalInt.empty();
    }
    if (!option.get().matches("[1-9][0-9]{0,3}")) {
      throw wrong();
    }
    return OptionalInt.of(Integer.parseInt(option.get()));
  }

  private static List<HostAndPort> servers(String hosts) {
    List<HostAndPort> servers = new ArrayList<>();
    for (String host : hosts.split(",", -1)) {
      servers.add(server(host));
    }
    return List.copyOf(servers);
  }

  private static HostAndPort server(String text) {
    try {
      URI uri = new URI("redis://" + text);
      if (uri.getHost() == null || uri.getUserInfo() != null) {
        throw wrong();
      }
      String host = uri.getHost().replaceAll("[\\[\\]]", "");
      return new HostAndPort(host, uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort());
    } catch (URISyntaxException e) {
      throw wrong();
    }
  }

  private static Optional<String> decoded(String text) {
    try {
      // A plus is a plus in the first part of a URL.
      return Optional.of(URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw wrong(); // the decoder's message holds a part of the text
    }
  }

  private static IllegalArgumentException wrong() {
    return new IllegalArgumentException(
        "a Redis URL is redis://HOST:PORT, with rediss:// for TLS, several servers divided by"
            + " commas, /NUMBER for a database, ?master=NAME for Sentinels, ?partitions=NUMBER and,"
            + " for TLS, ?ca=FILE");
  }

  /** The servers without the login. */
  String place() {
    return "Redis at " + String.join(",", servers.stream().map(HostAndPort::toString).toList());
  }

  @Override
  public String toString() {
    return place();
  }
}
