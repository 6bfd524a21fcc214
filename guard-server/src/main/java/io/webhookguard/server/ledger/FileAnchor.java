package io.webhookguard.server.ledger;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.ledger.Seal;
import io.webhookguard.core.ledger.SealAnchor;
import io.webhookguard.core.ledger.SealHead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes a line for each seal into a file: its number, its digest, where its range ends, and when
 * it was made. The file is worth as much as the place that it is in.
 *
 * <p>Each line is on the disk before the seal counts as taken. A line that a crash cut short is not
 * looked at, and written again behind it.
 */
public final class FileAnchor implements SealAnchor {

  private static final Pattern LINE = Pattern.compile("(\\d{1,18}) ([0-9a-f]{64}) \\d+ \\S+");

  private final Path file;

  /** An anchor in this file, which is created when the first seal comes. */
  public FileAnchor(Path file) {
    this.file = file;
  }

  /**
   * All heads that a file holds.
   *
   * @throws ConfigurationException if it cannot be read
   */
  public static List<SealHead> heads(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.map(LINE::matcher).filter(Matcher::matches).map(FileAnchor::head).toList();
    } catch (IOException | UncheckedIOException e) {
      throw new ConfigurationException("the heads in " + file + " cannot be read", e);
    }
  }

  private static SealHead head(Matcher line) {
    byte[] digest = HexFormat.of().parseHex(line.group(2));
    return new SealHead(Long.parseLong(line.group(1)), Sha256.ofDigest(digest));
  }

  @Override
  public long newest() {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .map(LINE::matcher)
          .filter(Matcher::matches)
          .mapToLong(line -> Long.parseLong(line.group(1)))
          .max()
          .orElse(0);
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void take(Seal seal) {
    String line =
        "\n" + seal.number() + " " + seal.digest().toHex() + " " + seal.upTo() + " " + seal.at();
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
