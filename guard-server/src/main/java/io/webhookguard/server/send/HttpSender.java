package io.webhookguard.server.send;

import io.webhookguard.adapter.SimulatedDelivery;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;

/** Sends one delivery over HTTP and says what came of it. Safe for use by many threads. */
public final class HttpSender {

  /** The client writes these itself. */
  private static final Set<String> CLIENTS_OWN =
      Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");

  private final HttpClient client;
  private final URI url;
  private final Duration timeout;

  /**
   * Sends to one address.
   *
   * @param timeout how long a connection, and after that an answer, may take
   */
  public HttpSender(URI url, Duration timeout) {
    this.url = url;
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeout)
            .build();
  }

  /** Sends the delivery and waits for the answer, whose body is dropped. */
  public Outcome send(SimulatedDelivery delivery) throws InterruptedException {
    try {
      return new Outcome.Answered(
          client.send(requestOf(delivery), BodyHandlers.discarding()).statusCode());
    } catch (ConnectException | HttpConnectTimeoutException e) {
      return new Outcome.NotConnected();
    } catch (IOException e) {
      return new Outcome.NoAnswer();
    }
  }

  private HttpRequest requestOf(SimulatedDelivery delivery) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(timeout)
            .POST(HttpRequest.BodyPublishers.ofByteArray(delivery.body().toByteArray()));
    delivery
        .headers()
        .asMap()
        .forEach(
            (name, values) -> {
              if (!CLIENTS_OWN.contains(name)) {
                values.forEach(value -> request.header(name, value));
              }
            });
    return request.build();
  }
}
