package io.webhookguard.server.send;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Shows one changing line while something runs; where nobody watches it shows nothing. */
public final class Progress implements AutoCloseable {

  private static final long PERIOD_MILLIS = 250;
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintStream screen;
  private final Supplier<String> line;
  private final CountDownLatch closed = new CountDownLatch(1);

  private Progress(PrintStream screen, Supplier<String> line) {
    this.screen = screen;
    this.line = line;
  }

  /** Starts showing, on standard error if that is a terminal. */
  public static Progress show(Supplier<String> line) {
    Progress progress = new Progress(System.err, line);
    if (StandardError.isTerminal()) {
      Thread thread = new Thread(progress::run, "progress");
      thread.setDaemon(true);
      thread.start();
    }
    return progress;
  }

  private void run() {
    try {
      while (!closed.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS)) {
        draw(line.get());
      }
      draw("");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does this; the line may stay
    }
  }

  private void draw(String text) {
    screen.print(CLEAR_LINE + text);
    screen.flush();
  }

  /** Stops, and the line goes away. */
  @Override
  public void close() {
    closed.countDown();
  }
}
