package io.webhookguard.store.redis;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.HostAndPort;

/**
 * Where Redis is: {@code redis://[user:password@]host[:port][,host:port…][/database]}, or {@code
 * rediss://} for TLS. Of several servers the guard asks the first that answers what they are.
 */
record RedisUrl(
    boolean tls,
    List<HostAndPort> servers,
    Optional<String> user,
    Optional<String> password,
    int database) {

  private static final int DEFAULT_PORT = 6379;

  /** Reads a URL. Messages never hold it: it may have a password. */
  static RedisUrl parse(String text) {
    boolean tls = text.startsWith("rediss://");
    if (!tls && !text.startsWith("redis://")) {
      throw wrong();
    }
    String rest = text.substring(text.indexOf("://") + 3);
    int at = rest.lastIndexOf('@');
    int slash = rest.indexOf('/', at + 1);
    String hosts = rest.substring(at + 1, slash < 0 ? rest.length() : slash);
    String path = slash < 0 ? "" : rest.substring(slash + 1);
    if (hosts.isEmpty() || !path.matches("[0-9]{0,3}")) {
      throw wrong();
    }
    String[] login = at < 0 ? new String[0] : rest.substring(0, at).split(":", 2);
    return new RedisUrl(
        tls,
        servers(hosts),
        login.length == 0 || login[0].isEmpty() ? Optional.empty() : decoded(login[0]),
        login.length < 2 || login[1].isEmpty() ? Optional.empty() : decoded(login[1]),
        path.isEmpty() ? 0 : Integer.parseInt(path));
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
    // A plus is a plus in the first part of a URL.
    return Optional.of(URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8));
  }

  private static IllegalArgumentException wrong() {
    return new IllegalArgumentException(
        "a Redis URL is redis://host:port, with rediss:// for TLS, several servers divided by"
            + " commas, and /number for a database");
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
