package io.webhookguard.store.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rights of an ACL user that docs/redis.md lists, as Redis takes them. */
final class DocumentedRights {

  private static final Pattern CODE = Pattern.compile("`(\\+[^`]+)`");

  private DocumentedRights() {}

  /** Those on a server, without those that only a cluster is asked for. */
  static List<String> onServers() {
    return block(1);
  }

  static List<String> onSentinels() {
    return block(2);
  }

  /** Those on the servers of a cluster. */
  static List<String> inClusters() {
    String line =
        page()
            .lines()
            .filter(it -> it.startsWith("In a cluster also"))
            .collect(Collectors.joining());
    return Stream.concat(
            onServers().stream(), CODE.matcher(line).results().map(found -> found.group(1)))
        .toList();
  }

  private static List<String> block(int number) {
    String block = page().split("```\n(?=\\+)", -1)[number];
    return List.of(block.substring(0, block.indexOf("```")).strip().split("\\s+"));
  }

  private static String page() {
    try {
      return Files.readString(Path.of("..", "docs", "redis.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
