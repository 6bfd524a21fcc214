package io.webhookguard.testsupport.servers;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Where a server listens and who may do everything there.
 *
 * @param origin where the server comes from, for people
 * @param database the database to be in while others are made and dropped; may be empty
 */
record ServerAddress(
    String origin, String host, int port, String user, String password, String database) {

  /** Reads the URL that the environment names. */
  static ServerAddress ofUrl(ServerKind kind, String url) {
    if (!url.startsWith(kind.urlStart())) {
      throw new IllegalArgumentException(
          kind.urlVariable() + " has to start with " + kind.urlStart() + ", it is " + url);
    }
    URI uri = URI.create(url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url);
    if (uri.getHost() == null || uri.getPort() < 0) {
      throw new IllegalArgumentException(
          kind.urlVariable() + " has to name a host and a port, it is " + url);
    }
    Map<String, String> parameters = parameters(uri);
    String path = uri.getPath() == null ? "" : uri.getPath();
    return new ServerAddress(
        "the environment's " + kind.urlVariable(),
        uri.getHost(),
        uri.getPort(),
        parameters.getOrDefault("user", ""),
        parameters.getOrDefault("password", ""),
        path.startsWith("/") ? path.substring(1) : path);
  }

  private static Map<String, String> parameters(URI uri) {
    Map<String, String> parameters = new HashMap<>();
    if (uri.getRawQuery() != null) {
      for (String parameter : uri.getRawQuery().split("&", -1)) {
        String[] parts = parameter.split("=", 2);
        String value = parts.length == 2 ? parts[1] : "";
        parameters.put(parts[0], URLDecoder.decode(value, StandardCharsets.UTF_8));
      }
    }
    return parameters;
  }

  /** The same server, with this to say about where it comes from. */
  ServerAddress from(String newOrigin) {
    return new ServerAddress(newOrigin, host, port, user, password, database);
  }

  /** The same server by another way, such as a proxy. */
  ServerAddress at(String newHost, int newPort) {
    return new ServerAddress(origin, newHost, newPort, user, password, database);
  }

  /** Refuses a server with another value of a setting than tests need. */
  void require(String setting, String needed, String found) {
    if (!found.equals(needed)) {
      throw new IllegalStateException(
          "tests need %s=%s, it is %s on the server from %s"
              .formatted(setting, needed, found, origin));
    }
  }

  static ServerAddress read(Properties properties) {
    return new ServerAddress(
        properties.getProperty("origin", ""),
        properties.getProperty("host", ""),
        Integer.parseInt(properties.getProperty("port", "0")),
        properties.getProperty("user", ""),
        properties.getProperty("password", ""),
        properties.getProperty("database", ""));
  }

  void write(Properties properties) {
    properties.setProperty("origin", origin);
    properties.setProperty("host", host);
    properties.setProperty("port", Integer.toString(port));
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("database", database);
  }
}
