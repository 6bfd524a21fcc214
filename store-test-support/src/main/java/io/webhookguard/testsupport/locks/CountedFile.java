package io.webhookguard.testsupport.locks;

import io.webhookguard.api.event.FencingToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A number that several processes read and write, each in a step of its own: between the two steps
 * nothing but their lock protects it. Made to check, it refuses whoever shows a smaller token than
 * it has seen, at both steps; else it trusts everyone.
 *
 * <p>Each step is atomic, as that of a database would be. For use by one thread of each process.
 */
final class CountedFile {

  private static final int BYTES = 2 * Long.BYTES;

  private final Path file;
  private final boolean checks;

  private CountedFile(Path file, boolean checks) {
    this.file = file;
    this.checks = checks;
  }

  /** The one in this folder that checks tokens. */
  static CountedFile checking(Path folder) {
    return new CountedFile(folder.resolve("checking"), true);
  }

  /** The one in this folder that trusts everyone. */
  static CountedFile trusting(Path folder) {
    return new CountedFile(folder.resolve("trusting"), false);
  }

  private record Content(long value, long token) {}

  /** What there is to say in one step, with the file locked. */
  @FunctionalInterface
  private interface Step {
    Content next(Content now);
  }

  /** The number, or nothing for a token that is too small. */
  OptionalLong read(FencingToken token) {
    Optional<Content> seen = step(token, now -> new Content(now.value(), token.value()));
    return seen.map(now -> OptionalLong.of(now.value())).orElseGet(OptionalLong::empty);
  }

  /** Writes the number, and says false for a token that is too small. */
  boolean write(long value, FencingToken token) {
    return step(token, now -> new Content(value, token.value())).isPresent();
  }

  /** The number as it is. */
  long value() {
    return step(new FencingToken(Long.MAX_VALUE), now -> now).orElseThrow().value();
  }

  private Optional<Content> step(FencingToken token, Step step) {
    try (FileChannel channel =
            FileChannel.open(
                file,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.CREATE);
        FileLock locked = channel.lock()) {
      ByteBuffer bytes = ByteBuffer.allocate(BYTES);
      boolean fresh = channel.read(bytes, 0) < BYTES;
      Content now = fresh ? new Content(0, 0) : new Content(bytes.getLong(0), bytes.getLong(8));
      if (!locked.isValid() || (checks && token.value() < now.token())) {
        return Optional.empty();
      }
      Content next = step.next(now);
      channel.write(
          ByteBuffer.allocate(BYTES).putLong(next.value()).putLong(next.token()).flip(), 0);
      return Optional.of(next);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
