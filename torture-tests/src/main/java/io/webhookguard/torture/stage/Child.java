package io.webhookguard.torture.stage;

import io.webhookguard.testsupport.process.ChildJvm;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A process whose lines come one by one. For use by one thread. */
final class Child implements AutoCloseable {

  private static final String END = "\0end";

  private final ChildJvm jvm;
  private final BlockingQueue<String> said;
  private boolean ended;

  private Child(ChildJvm jvm, BlockingQueue<String> said) {
    this.jvm = jvm;
    this.said = said;
  }

  static Child start(List<String> command) throws IOException {
    BlockingQueue<String> said = new LinkedBlockingQueue<>();
    return new Child(
        ChildJvm.run(
            command,
            new ChildJvm.Listener() {
              @Override
              public void said(String line) {
                said.add(line);
              }

              @Override
              public void ended() {
                said.add(END);
              }
            }),
        said);
  }

  /** The next line; nothing if none comes in that time or the process has ended. */
  Optional<String> hear(Duration longest) throws InterruptedException {
    if (ended) {
      return Optional.empty();
    }
    String line = said.poll(longest.toNanos(), TimeUnit.NANOSECONDS);
    ended = END.equals(line);
    return ended ? Optional.empty() : Optional.ofNullable(line);
  }

  /**
   * Waits for a line that begins so, and forgets those before it.
   *
   * @return the line, or nothing if the process ended or it did not come in that time
   */
  Optional<String> await(String beginning, Duration longest) throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    for (long left = longest.toNanos(); left > 0 && !ended; left = end - System.nanoTime()) {
      Optional<String> line = hear(Duration.ofNanos(left));
      if (line.isPresent() && line.get().startsWith(beginning)) {
        return line;
      }
    }
    return Optional.empty();
  }

  /**
   * Waits for a line that must come.
   *
   * @return the line
   * @throws IllegalStateException if it does not, with all that the process said
   */
  String demand(String beginning, Duration longest) throws InterruptedException {
    return await(beginning, longest)
        .orElseThrow(() -> new IllegalStateException("no \"" + beginning + "\" in " + jvm.lines()));
  }

  /** Whether it is known to have ended. */
  boolean hasEnded() {
    return ended;
  }

  /** What it said, for a message. */
  List<String> lines() {
    return jvm.lines();
  }

  /** Tells it a line; one that has ended does not hear it. */
  void tell(String line) {
    try {
      jvm.tell(line);
    } catch (IOException e) {
      ended = ended || !jvm.isAlive();
    }
  }

  void pause() throws IOException, InterruptedException {
    jvm.pause();
  }

  void resume() throws IOException, InterruptedException {
    jvm.resume();
  }

  void kill() throws InterruptedException {
    jvm.kill();
    ended = true;
  }

  @Override
  public void close() {
    jvm.close();
  }
}
