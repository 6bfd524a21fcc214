package io.webhookguard.server.demo;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * A service that events are forwarded to. It does what any such service should: it does the effect
 * of an idempotency key once, however often it is asked. It writes down every request, so that
 * afterwards it can be told what the gateway did.
 */
public final class Receiver implements AutoCloseable {

  private static final int MAX_THREADS = 32;
  private static final long IDLE_MILLIS = 120_000;

  private final Server server;
  private final ServerConnector connector;
  private final Object books = new Object();
  private final List<Forward> forwards = new ArrayList<>();
  private final Set<String> keysDone = new HashSet<>();
  private final Set<Forward> open = new LinkedHashSet<>();
  private volatile Conduct conduct;

  private Receiver(Conduct conduct) {
    this.conduct = conduct;
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
    threads.setName("receiver");
    threads.setDaemon(true);
    this.server = new Server(threads);
    this.connector = new ServerConnector(server, 1, 1);
    connector.setHost("127.0.0.1");
    connector.setIdleTimeout(IDLE_MILLIS);
    server.addConnector(connector);
    server.setHandler(new Intake());
  }

  /** Starts a service on a free port. */
  public static Receiver start(Conduct conduct) throws IOException {
    Receiver receiver = new Receiver(conduct);
    try {
      receiver.server.start();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("the receiving service does not start", e);
    }
    return receiver;
  }

  /** Where it is; any path below takes forwards, too. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/hooks");
  }

  /** Changes what happens to the forwards that come from now on. */
  public void behave(Conduct wanted) {
    conduct = wanted;
  }

  /** All forwards so far, in the order in which they came. */
  public List<Forward> forwards() {
    synchronized (books) {
      return List.copyOf(forwards);
    }
  }

  /** How many effects were done. */
  public int effects() {
    synchronized (books) {
      return keysDone.size();
    }
  }

  /** The forwards that wait for their answer, in the order in which they came. */
  public List<Forward> open() {
    synchronized (books) {
      return List.copyOf(open);
    }
  }

  /** Waits until so many effects were done; the answer is whether that came true in time. */
  public boolean awaitEffects(int count, Duration longest) throws InterruptedException {
    return await(() -> keysDone.size() >= count, longest);
  }

  /** Waits until so many forwards wait for their answer, and says whether that came true. */
  public boolean awaitOpen(int count, Duration longest) throws InterruptedException {
    return await(() -> open.size() >= count, longest);
  }

  /** Waits until no forward waits for its answer, and says whether that came true. */
  public boolean awaitIdle(Duration longest) throws InterruptedException {
    return await(open::isEmpty, longest);
  }

  /** Waits until so many forwards came, repeated ones included, and says whether they did. */
  public boolean awaitForwards(int count, Duration longest) throws InterruptedException {
    return await(() -> forwards.size() >= count, longest);
  }

  private boolean await(BooleanSupplier condition, Duration longest) throws InterruptedException {
    long deadline = System.nanoTime() + longest.toNanos();
    synchronized (books) {
      while (!condition.getAsBoolean()) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        TimeUnit.NANOSECONDS.timedWait(books, left);
      }
      return true;
    }
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the receiving service does not stop", e);
    }
  }

  private Forward open(Request request, byte[] body) {
    synchronized (books) {
      Forward.RequestFields fields = name -> Optional.ofNullable(request.getHeaders().get(name));
      String path = Request.getPathInContext(request);
      Forward forward = Forward.of(forwards.size() + 1L, path, fields, body);
      forwards.add(forward);
      keysDone.add(forward.key());
      open.add(forward);
      books.notifyAll();
      return forward;
    }
  }

  private void close(Forward forward) {
    synchronized (books) {
      open.remove(forward);
      books.notifyAll();
    }
  }

  private static void hangUp(Request request, Callback callback) {
    request.getConnectionMetaData().getConnection().getEndPoint().close();
    callback.succeeded(); // what it writes goes nowhere
  }

  /** Takes requests in. */
  private final class Intake extends Handler.Abstract.NonBlocking {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      Content.Source.asByteBuffer(
          request,
          Promise.from(
              body -> accept(BufferUtil.toArray(body), request, response, callback),
              failure -> hangUp(request, callback))); // the gateway died while it sent
      return true;
    }

    private void accept(byte[] body, Request request, Response response, Callback callback) {
      Forward forward = open(request, body);
      conduct.receive(forward, new OpenRequest(forward, request, response, callback));
    }
  }

  /** A request that waits for its answer. */
  private final class OpenRequest implements Conduct.Reply {

    private final Forward forward;
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final AtomicBoolean done = new AtomicBoolean();

    OpenRequest(Forward forward, Request request, Response response, Callback callback) {
      this.forward = forward;
      this.request = request;
      this.response = response;
      this.callback = callback;
    }

    @Override
    public void answer(int status) {
      if (done.compareAndSet(false, true)) {
        close(forward);
        response.setStatus(status);
        callback.succeeded();
      }
    }

    @Override
    public void cut() {
      if (done.compareAndSet(false, true)) {
        close(forward);
        hangUp(request, callback);
      }
    }
  }
}
