package io.webhookguard.server.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.store.DoubtMark;
import io.webhookguard.core.handler.HandlerFailure;
import io.webhookguard.core.handler.NotStartedFailure;
import io.webhookguard.core.handler.PermanentFailure;
import io.webhookguard.core.handler.RetryableFailure;
import io.webhookguard.core.handler.UnknownOutcomeFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpForwarderTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(300);

  private final ExecutorService executor = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  private HttpForwarder forwarder(URI url, Duration timeout) {
    return new HttpForwarder(url, timeout, executor, InstantSource.fixed(NOW));
  }

  private Throwable failureOf(RawDestination destination, Duration timeout) {
    return catchThrowable(
        () -> forwarder(destination.url(), timeout).handle(FixedContext.of("body")));
  }

  private static String status(int status, String... headers) {
    String lines = Arrays.stream(headers).map(line -> line + "\r\n").reduce("", String::concat);
    return "HTTP/1.1 "
        + status
        + " X\r\nConnection: close\r\nContent-Length: 2\r\n"
        + lines
        + "\r\nok";
  }

  @Test
  @DisplayName("the destination gets the raw body and the event's facts")
  void request() throws Exception {
    try (RawDestination destination = RawDestination.answering(status(200))) {
      forwarder(destination.url(), LONG).handle(FixedContext.of("{\"a\":\"é\"}"));

      RawDestination.Received seen = destination.requests().get(0);
      assertThat(seen.head().get(0)).isEqualTo("POST /hooks HTTP/1.1");
      assertThat(seen.body()).isEqualTo("{\"a\":\"é\"}");
      assertThat(seen.header("Content-Type")).contains("application/json");
      assertThat(seen.header("Content-Length")).contains("10");
      assertThat(seen.header("Idempotency-Key")).contains("key-1");
      assertThat(seen.header("Guard-Source")).contains("shop");
      assertThat(seen.header("Guard-Consumer")).contains("main");
      assertThat(seen.header("Guard-Event-Id")).contains("evt_1");
      assertThat(seen.header("Guard-Event-Type")).contains("invoice.paid");
      assertThat(seen.header("Guard-Lane")).contains("cus_1");
      assertThat(seen.header("Guard-Attempt")).contains("3");
      assertThat(seen.header("Guard-Generation")).contains("2");
      assertThat(seen.header("Guard-Fencing-Token")).contains("17");
      assertThat(seen.header("Guard-In-Doubt")).isEmpty();
      assertThat(seen.header("Upgrade")).isEmpty();
    }
  }

  @Test
  @DisplayName("doubt is marked, a missing lane and content type leave no header, ids stay in line")
  void oddRequest() throws Exception {
    try (RawDestination destination = RawDestination.answering(status(200))) {
      Payload body = Payload.of("", new byte[] {0, (byte) 0xff});
      FixedContext context = new FixedContext("é\u202e", Lane.NONE, body, true);

      forwarder(destination.url(), LONG).handle(context);

      RawDestination.Received seen = destination.requests().get(0);
      assertThat(seen.header("Guard-In-Doubt")).contains("true");
      assertThat(seen.header("Guard-Lane")).isEmpty();
      assertThat(seen.header("Content-Type")).isEmpty();
      assertThat(seen.header("Content-Length")).contains("2");
      assertThat(seen.header("Guard-Event-Id")).contains("UTF-8''%C3%A9%E2%80%AE");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 299})
  @DisplayName("2xx completes, with what the destination said")
  void success(int status) throws Exception {
    String answer = status(status, "Content-Type: text/plain");
    try (RawDestination destination = RawDestination.answering(answer)) {
      assertThat(forwarder(destination.url(), LONG).handle(FixedContext.of("x")))
          .isEqualTo(Response.of(status, "text/plain", new byte[] {'o', 'k'}));
    }
  }

  @Test
  @DisplayName("204 completes without a body")
  void noContent() throws Exception {
    try (RawDestination destination =
        RawDestination.answering("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")) {
      assertThat(forwarder(destination.url(), LONG).handle(FixedContext.of("x")).status())
          .isEqualTo(204);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 423, 425, 429, 500, 501, 503, 505, 599, 300, 301, 302, 304, 307, 308})
  @DisplayName("later: 408, 423, 425, 429, most 5xx, and 3xx, which is not followed")
  void later(int status) throws Exception {
    String answer = status(status, "Location: http://127.0.0.1:1/", "Retry-After: 7");
    try (RawDestination destination = RawDestination.answering(answer)) {
      RetryableFailure failure = (RetryableFailure) failureOf(destination, LONG);

      assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(7));
      assertThat(failure.mark()).isEqualTo(DoubtMark.CLEAR);
      assertThat(failure.problem().kind()).isEqualTo("http-" + status);
      assertThat(destination.requests()).hasSize(1);
    }
  }

  @Test
  @DisplayName("409 is later, and keeps the mark of doubt")
  void conflict() throws Exception {
    try (RawDestination destination = RawDestination.answering(status(409))) {
      RetryableFailure failure = (RetryableFailure) failureOf(destination, LONG);

      assertThat(failure.mark()).isEqualTo(DoubtMark.KEEP);
      assertThat(failure.retryAfter()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {400, 401, 402, 403, 404, 405, 406, 407, 410, 411, 412, 413, 422, 426, 451, 499})
  @DisplayName("never: any other 4xx")
  void never(int status) throws Exception {
    try (RawDestination destination = RawDestination.answering(status(status, "Retry-After: 7"))) {
      assertThat(failureOf(destination, LONG)).isInstanceOf(PermanentFailure.class);
      assertThat(destination.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {502, 504})
  @DisplayName("doubt: a proxy does not know what came of the request")
  void proxyDoubt(int status) throws Exception {
    try (RawDestination destination = RawDestination.answering(status(status))) {
      assertThat(failureOf(destination, LONG)).isInstanceOf(UnknownOutcomeFailure.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "''",
    "H",
    "HTTP/1.1 2",
    "HTTP/1.1 200 OK",
    "SSH-2.0-OpenSSH_9.2",
    "not HTTP at all",
  })
  @DisplayName("doubt: the connection ends before a status, and the request is sent once")
  void cut(String partial) throws Exception {
    try (RawDestination destination = RawDestination.answering(partial)) {
      assertThat(failureOf(destination, LONG)).isInstanceOf(UnknownOutcomeFailure.class);
      assertThat(destination.requests()).hasSize(1);
    }
  }

  @Test
  @DisplayName("doubt: the connection is reset after the request, and the request is sent once")
  void reset() throws Exception {
    try (RawDestination destination =
        new RawDestination((socket, self) -> RawDestination.reset(socket))) {
      assertThat(failureOf(destination, LONG)).isInstanceOf(UnknownOutcomeFailure.class);
      assertThat(destination.requests()).hasSize(1);
    }
  }

  @Test
  @DisplayName("doubt: a kept connection that is cut under a second request is not tried again")
  void cutOfKeptConnection() throws Exception {
    try (RawDestination destination =
        new RawDestination(
            (socket, self) -> {
              RawDestination.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
              self.requests().add(RawDestination.read(socket.getInputStream()));
              socket.close();
            })) {
      HttpForwarder forwarder = forwarder(destination.url(), LONG);

      forwarder.handle(FixedContext.of("first"));
      Throwable failure = catchThrowable(() -> forwarder.handle(FixedContext.of("second")));

      assertThat(failure).isInstanceOf(UnknownOutcomeFailure.class);
      assertThat(destination.requests())
          .extracting(RawDestination.Received::body)
          .containsExactly("first", "second");
    }
  }

  @Test
  @DisplayName("doubt: no answer in time")
  void timeout() throws Exception {
    try (RawDestination destination = new RawDestination((socket, self) -> self.released.await())) {
      UnknownOutcomeFailure failure = (UnknownOutcomeFailure) failureOf(destination, SHORT);

      assertThat(failure.problem().kind()).isEqualTo("timeout");
      assertThat(destination.requests()).hasSize(1);
    }
  }

  @Test
  @DisplayName("an early 103 is no status")
  void earlyHints() throws Exception {
    try (RawDestination destination =
        new RawDestination(
            (socket, self) -> {
              RawDestination.write(socket, "HTTP/1.1 103 Early Hints\r\n\r\n");
              self.released.await();
            })) {
      assertThat(failureOf(destination, SHORT)).isInstanceOf(UnknownOutcomeFailure.class);
    }
  }

  @Test
  @DisplayName("the status counts even if the body never ends")
  void endlessBody() throws Exception {
    for (int status : new int[] {200, 422, 503}) {
      try (RawDestination destination =
          new RawDestination(
              (socket, self) -> {
                RawDestination.write(
                    socket, "HTTP/1.1 " + status + " X\r\nContent-Length: 100\r\n\r\npart");
                self.released.await();
              })) {
        HttpForwarder forwarder = forwarder(destination.url(), SHORT);
        if (status == 200) {
          assertThat(forwarder.handle(FixedContext.of("x")).status()).isEqualTo(200);
        } else {
          assertThat(catchThrowable(() -> forwarder.handle(FixedContext.of("x"))))
              .isInstanceOf(status == 422 ? PermanentFailure.class : RetryableFailure.class);
        }
      }
    }
  }

  @Test
  @DisplayName("a body above 64 KiB leaves its digest, one above 1 MiB is not read to its end")
  void largeBodies() throws Exception {
    String large = "x".repeat(100_000);
    String chunk = "10000\r\n" + "y".repeat(65_536) + "\r\n";
    try (RawDestination destination =
            RawDestination.answering("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + large);
        RawDestination endless =
            new RawDestination(
                (socket, self) -> {
                  RawDestination.write(
                      socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                  while (true) {
                    RawDestination.write(socket, chunk);
                  }
                })) {
      Response response = forwarder(destination.url(), LONG).handle(FixedContext.of("x"));
      Response cut = forwarder(endless.url(), LONG).handle(FixedContext.of("x"));

      assertThat(response.body()).isEmpty();
      assertThat(response.bodySha256())
          .isEqualTo(Sha256.of(large.getBytes(StandardCharsets.UTF_8)));
      assertThat(cut.body()).isEmpty();
      assertThat(cut.bodySha256())
          .isEqualTo(
              Sha256.of("y".repeat(AnswerReader.MAX_READ_BYTES).getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Test
  @DisplayName("not started: nobody listens there")
  void refused() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    HttpForwarder forwarder = forwarder(URI.create("http://127.0.0.1:" + port + "/"), LONG);

    assertNotStarted(catchThrowable(() -> forwarder.handle(FixedContext.of("x"))));
  }

  @Test
  @DisplayName("not started: there is no such host")
  void unknownHost() {
    HttpForwarder forwarder = forwarder(URI.create("http://nobody.invalid/"), LONG);

    assertNotStarted(catchThrowable(() -> forwarder.handle(FixedContext.of("x"))));
  }

  @Test
  @DisplayName("not started: the connection is not taken up in time")
  void connectTimeout() throws Exception {
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket first = new Socket(full.getInetAddress(), full.getLocalPort());
        Socket second = new Socket(full.getInetAddress(), full.getLocalPort())) {
      assertThat(first.isConnected() && second.isConnected()).isTrue();
      URI url = URI.create("http://127.0.0.1:" + full.getLocalPort() + "/");

      assertNotStarted(catchThrowable(() -> forwarder(url, SHORT).handle(FixedContext.of("x"))));
    }
  }

  @Test
  @DisplayName("not started: the destination does not speak TLS")
  void brokenHandshake() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      executor.execute(() -> answerInPlain(server));
      URI url = URI.create("https://127.0.0.1:" + server.getLocalPort() + "/");

      Throwable failure = catchThrowable(() -> forwarder(url, LONG).handle(FixedContext.of("x")));

      assertThat(failure).isInstanceOf(HandlerFailure.class);
      assertThat(failure).isInstanceOfAny(NotStartedFailure.class, UnknownOutcomeFailure.class);
    }
  }

  private static void answerInPlain(ServerSocket server) {
    try (Socket socket = server.accept();
        InputStream input = socket.getInputStream()) {
      assertThat(input.read()).isNotNegative();
      RawDestination.write(socket, "HTTP/1.1 400 Bad Request\r\n\r\n");
    } catch (IOException e) {
      // The client has gone.
    }
  }

  private static void assertNotStarted(Throwable failure) {
    assertThat(failure).isInstanceOf(NotStartedFailure.class);
    assertThat(((NotStartedFailure) failure).problem().kind()).isEqualTo("no-connection");
  }

  @Test
  @DisplayName("an interrupt leaves the outcome unknown and the interrupt standing")
  void interrupt() throws Exception {
    try (RawDestination destination = new RawDestination((socket, self) -> self.released.await())) {
      Thread.currentThread().interrupt();

      Throwable failure = failureOf(destination, LONG);

      assertThat(Thread.interrupted()).isTrue();
      assertThat(failure).isInstanceOf(UnknownOutcomeFailure.class);
    }
  }
}
