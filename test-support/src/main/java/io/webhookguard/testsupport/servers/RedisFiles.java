package io.webhookguard.testsupport.servers;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What an operator does with the append-only file of a Redis server that has ended. */
public final class RedisFiles {

  private RedisFiles() {}

  /**
   * Cuts half a command or half a script off its end, as {@code redis-check-aof --fix} does.
   *
   * @param folder that of the private server
   */
  public static void fix(Path folder) {
    Path manifest = folder.resolve("data/appendonlydir/appendonly.aof.manifest");
    Command.run(
        List.of(checker().toString(), "--fix", manifest.toString()),
        new ByteArrayInputStream("y\n".getBytes(StandardCharsets.US_ASCII)));
  }

  /** The program of the server is the one that checks its files, if it is called so. */
  private static Path checker() {
    Toolbox tools = Toolbox.ofThisBuild();
    Path server = Path.of(BundledRedis.program(tools).get(0));
    return tools
        .made(
            "redis-check-aof-7.0",
            part -> {
              try {
                Files.createSymbolicLink(part.resolve("redis-check-aof"), server.toAbsolutePath());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .resolve("redis-check-aof");
  }
}
