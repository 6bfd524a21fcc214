package io.webhookguard.server.http;

import java.nio.ByteBuffer;
import java.nio.channels.WritePendingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts off who sends headers slowly.
 *
 * <p>The server's own idle timeout starts anew with each byte, so that one byte now and then holds
 * a connection for ever. Here each connection has a watch: it runs from the opening of the
 * connection, and after each answer from the first byte that comes, until the header of a request
 * is complete. Bodies have a deadline of their own, in the servlet.
 */
final class SlowSenders extends Handler.Wrapper implements Connection.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(SlowSenders.class);
  private static final String BODY = "{\"error\":\"request timeout\"}";
  private static final String ANSWER =
      "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Type: application/json\r\n"
          + "Content-Length: "
          + BODY.length()
          + "\r\n\r\n"
          + BODY;
  private static final long SHORTEST_SWEEP_MILLIS = 10;

  private final long deadlineNanos;
  private final Map<Connection, Watch> watches = new ConcurrentHashMap<>();
  private final ScheduledThreadPoolExecutor timer;
  private final Future<?> sweeping;

  SlowSenders(Handler next, Duration deadline) {
    super(next);
    this.deadlineNanos = deadline.toNanos();
    this.timer = new ScheduledThreadPoolExecutor(1, SlowSenders::daemon);
    long sweepMillis = Math.max(SHORTEST_SWEEP_MILLIS, deadline.toMillis() / 10);
    this.sweeping =
        timer.scheduleWithFixedDelay(this::sweep, sweepMillis, sweepMillis, TimeUnit.MILLISECONDS);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "guard-slow-senders");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  protected void doStop() throws Exception {
    sweeping.cancel(false);
    timer.shutdownNow();
    super.doStop();
  }

  @Override
  public void onOpened(Connection connection) {
    watches.put(connection, new Watch(System.nanoTime()));
  }

  @Override
  public void onClosed(Connection connection) {
    watches.remove(connection);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Connection connection = request.getConnectionMetaData().getConnection();
    Optional<Watch> watch = Optional.ofNullable(watches.get(connection));
    watch.ifPresent(Watch::headerComplete);
    Request.addCompletionListener(
        request, failure -> watch.ifPresent(one -> one.answered(connection.getBytesIn())));
    return super.handle(request, response, callback);
  }

  private void sweep() {
    try {
      long now = System.nanoTime();
      watches.forEach(
          (connection, watch) -> {
            if (watch.isLate(connection.getBytesIn(), now, deadlineNanos)) {
              cutOff(connection);
            }
          });
    } catch (RuntimeException e) {
      LOG.warn("slow senders are not cut off for now: {}", e.toString());
    }
  }

  private void cutOff(Connection connection) {
    watches.remove(connection);
    EndPoint socket = connection.getEndPoint(); // the connection itself would answer once more
    ByteBuffer answer = ByteBuffer.wrap(ANSWER.getBytes(StandardCharsets.US_ASCII));
    try {
      socket.write(Callback.from(socket::close), answer);
    } catch (WritePendingException e) {
      socket.close(); // an answer is under way after all: let it be cut
    }
  }

  /** How long a connection has been at its next header. */
  private static final class Watch {

    private boolean counting = true;
    private boolean busy;
    private long since;
    private long bytesBefore;

    Watch(long openedAt) {
      this.since = openedAt;
    }

    synchronized void headerComplete() {
      busy = true;
      counting = false;
    }

    synchronized void answered(long bytesIn) {
      busy = false;
      bytesBefore = bytesIn;
    }

    synchronized boolean isLate(long bytesIn, long now, long deadlineNanos) {
      if (busy) {
        return false;
      }
      if (!counting && bytesIn > bytesBefore) {
        counting = true;
        since = now;
      }
      return counting && now - since > deadlineNanos;
    }
  }
}
