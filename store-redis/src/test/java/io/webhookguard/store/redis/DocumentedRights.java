package io.webhookguard.store.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The rights of an ACL user that docs/redis.md lists, as Redis takes them. */
final class DocumentedRights {

  private DocumentedRights() {}

  /** Those on a server, without those that only a cluster is asked for. */
  static List<String> onServers() {
    return block(1);
  }

  static List<String> onSentinels() {
    return block(2);
  }

  private static List<String> block(int number) {
    try {
      String page = Files.readString(Path.of("..", "docs", "redis.md"));
      String block = page.split("```\n(?=\\+)", -1)[number];
      return List.of(block.substring(0, block.indexOf("```")).strip().split("\\s+"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
