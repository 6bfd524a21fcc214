package io.webhookguard.store.redis;

import io.webhookguard.testsupport.servers.RedisServer;
import java.util.Map;
import java.util.stream.Collectors;

/** What a server says of itself. */
final class RedisInfo {

  private RedisInfo() {}

  /** A section of what it says. */
  static Map<String, String> of(RedisServer server, String section) {
    return server.ask("INFO", section).stream()
        .flatMap(String::lines)
        .filter(line -> line.contains(":"))
        .map(line -> line.strip().split(":", 2))
        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1], (one, other) -> one));
  }
}
