package io.webhookguard.torture.worker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.provider.Headers;
import io.webhookguard.api.provider.ProviderResponse;
import io.webhookguard.api.provider.RawRequest;
import io.webhookguard.core.WebhookGuard;
import io.webhookguard.torture.plan.KillPoint;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A front on the JDK's own HTTP server, which starts quickly. */
final class Front {

  private static final String PATH = "/in/";
  private static final int THREADS = 8;
  private static final int LONGEST_SECONDS = 10;

  private final WebhookGuard guard;
  private final Points points;

  private Front(WebhookGuard guard, Points points) {
    this.guard = guard;
    this.points = points;
  }

  /** Takes requests on this port from now on. */
  static void open(int port, WebhookGuard guard, Points points) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
    server.createContext(PATH, new Front(guard, points)::take);
    server.setExecutor(
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "front");
              thread.setDaemon(true);
              return thread;
            }));
    server.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      points.at(KillPoint.R1);
      String source = exchange.getRequestURI().getPath().substring(PATH.length());
      Headers headers = Headers.of(exchange.getRequestHeaders());
      String type = headers.first("content-type").orElse("");
      RawRequest request =
          RawRequest.of(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              headers,
              Payload.of(type, body));
      ProviderResponse response =
          guard
              .receive(source, request)
              .toCompletableFuture()
              .get(LONGEST_SECONDS, TimeUnit.SECONDS);
      answer(exchange, response);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("no answer from the guard", e);
    }
  }

  private void answer(HttpExchange exchange, ProviderResponse response) throws IOException {
    byte[] body = response.body().toByteArray();
    boolean takes = response.status() < 300;
    if (takes) {
      points.at(KillPoint.R6);
    }
    response.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      OutputStream out = exchange.getResponseBody();
      out.write(body, 0, 1);
      out.flush();
      if (takes) {
        points.at(KillPoint.R7);
      }
      out.write(body, 1, body.length - 1);
      out.close();
    }
    if (takes) {
      points.at(KillPoint.R8);
    }
  }
}
