package io.webhookguard.server.gateway;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** A service that events are forwarded to. */
final class Destination implements AutoCloseable {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Forwarded> received = new ArrayList<>();
  private volatile Function<Forwarded, Integer> statuses = request -> 200;

  /** One forwarded request. */
  record Forwarded(
      String eventId, String key, int attempt, int generation, Optional<String> inDoubt) {}

  Destination() throws IOException {
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            var headers = exchange.getRequestHeaders();
            Forwarded request =
                new Forwarded(
                    headers.getFirst("Guard-Event-Id"),
                    headers.getFirst("Idempotency-Key"),
                    Integer.parseInt(headers.getFirst("Guard-Attempt")),
                    Integer.parseInt(headers.getFirst("Guard-Generation")),
                    Optional.ofNullable(headers.getFirst("Guard-In-Doubt")));
            arrived(request);
            exchange.sendResponseHeaders(statuses.apply(request), -1);
          }
        });
    server.setExecutor(threads);
    server.start();
  }

  /** Answers with this function from now on; it may block. */
  void answer(Function<Forwarded, Integer> next) {
    statuses = next;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hooks";
  }

  private synchronized void arrived(Forwarded request) {
    received.add(request);
    notifyAll();
  }

  /** What came, in order. */
  synchronized List<Forwarded> received() {
    return List.copyOf(received);
  }

  /** What came about one event. */
  List<Forwarded> received(String eventId) {
    return received().stream().filter(one -> one.eventId().equals(eventId)).toList();
  }

  /** Waits until so many requests about one event have come. */
  synchronized void awaitReceived(String eventId, int count) throws InterruptedException {
    await(() -> received(eventId).size() >= count);
  }

  /** Waits until so many requests have come. */
  synchronized void awaitReceived(int count) throws InterruptedException {
    await(() -> received.size() >= count);
  }

  private synchronized void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (leftMillis <= 0) {
        throw new AssertionError("only these came: " + received);
      }
      wait(leftMillis);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
