package io.webhookguard.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.event.Payload;
import io.webhookguard.api.provider.ProviderResponse;
import io.webhookguard.api.provider.RawRequest;
import io.webhookguard.api.provider.Rejection;
import io.webhookguard.testsupport.network.RawHttp;
import io.webhookguard.testsupport.network.RawHttp.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardServletTest {

  private final FakeIntake intake = new FakeIntake();
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);

  @BeforeEach
  void start() throws Exception {
    start(FrontLimits.DEFAULT);
  }

  private void start(FrontLimits limits) throws Exception {
    server.stop();
    server.setConnectors(new ServerConnector[] {connector});
    ServletContextHandler context = new ServletContextHandler("/");
    ServletHolder holder = new ServletHolder(new GuardServlet(intake, limits));
    holder.setAsyncSupported(true);
    context.addServlet(holder, "/in/*");
    server.setHandler(context);
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  private int port() {
    return connector.getLocalPort();
  }

  private Answer post(String headers, String body) throws IOException {
    return RawHttp.exchange(port(), request("POST /in/shop", headers, body));
  }

  private static String request(String line, String headers, String body) {
    return line
        + " HTTP/1.1\r\nHost: localhost\r\n"
        + headers
        + "Content-Length: "
        + body.getBytes(StandardCharsets.ISO_8859_1).length
        + "\r\n\r\n"
        + body;
  }

  @Test
  @DisplayName("the guard gets the raw request and the sender the guard's answer")
  void requestAndAnswerPassAsTheyAre() throws Exception {
    intake.answerWith(
        request ->
            CompletableFuture.completedFuture(
                new ProviderResponse(
                        202, Map.of("X-One", "1"), Payload.of("text/plain", new byte[] {'h', 'i'}))
                    .header("X-Two", "2")));

    Answer answer =
        RawHttp.exchange(
            port(),
            request(
                "POST /in/shop?a=1&b=%20",
                "Content-Type: application/x-www-form-urlencoded\r\nX-Sig: one\r\nX-Sig: two\r\n",
                "c=3&d=é\u0000"));

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.body()).isEqualTo("hi");
    assertThat(answer.header("x-one")).contains("1");
    assertThat(answer.header("x-two")).contains("2");
    assertThat(answer.header("content-type")).contains("text/plain");
    RawRequest seen = intake.requests.remove();
    assertThat(seen.method()).isEqualTo("POST");
    assertThat(seen.url()).isEqualTo("http://localhost/in/shop?a=1&b=%20");
    assertThat(seen.headers().all("x-sig")).containsExactly("one", "two");
    assertThat(seen.body())
        .isEqualTo(
            Payload.of(
                "application/x-www-form-urlencoded",
                "c=3&d=é\u0000".getBytes(StandardCharsets.ISO_8859_1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/in", "/in/", "/in/other", "/in/shop/more", "/in/shop/"})
  @DisplayName("B02 what is no source is 404")
  void unknownSource(String path) throws Exception {
    Answer answer = RawHttp.exchange(port(), request("POST " + path, "", "x"));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(intake.requests).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"})
  @DisplayName("B01 any method but POST is 405 with Allow")
  void otherMethod(String method) throws Exception {
    try (RawHttp http = new RawHttp(port())) {
      http.send(method + " /in/shop HTTP/1.1\r\nHost: localhost\r\n\r\n");

      Answer answer = http.readHead();

      assertThat(answer.status()).isEqualTo(405);
      assertThat(answer.header("Allow")).contains("POST");
    }
    assertThat(intake.refusals).containsOnly(Map.entry(Rejection.METHOD, 1));
  }

  @Test
  @DisplayName("B09 a body announced too large is refused unread and the connection closed")
  void announcedTooLarge() throws Exception {
    try (RawHttp http = new RawHttp(port())) {
      http.send("POST /in/shop HTTP/1.1\r\nHost: localhost\r\nContent-Length: 101\r\n\r\n");

      Answer answer = http.read();

      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.header("Connection")).contains("close");
      assertThat(http.isClosedByServer()).isTrue();
    }
    assertThat(intake.refusals).containsOnly(Map.entry(Rejection.TOO_LARGE, 1));
  }

  @Test
  @DisplayName("B10 a chunked body is refused at the first byte past the limit")
  void chunkedTooLarge() throws Exception {
    try (RawHttp http = new RawHttp(port())) {
      http.send("POST /in/shop HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
      http.send("64\r\n" + "x".repeat(100) + "\r\n").send("1\r\ny\r\n");

      Answer answer = http.read();

      assertThat(answer.status()).isEqualTo(413);
      assertThat(http.isClosedByServer()).isTrue();
    }
    assertThat(intake.refusals).containsOnly(Map.entry(Rejection.TOO_LARGE, 1));
    assertThat(intake.requests).isEmpty();
  }

  @Test
  @DisplayName("a chunked body of exactly the limit is taken")
  void chunkedOfTheLimit() throws Exception {
    Answer answer =
        RawHttp.exchange(
            port(),
            "POST /in/shop HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "32\r\n"
                + "x".repeat(50)
                + "\r\n32\r\n"
                + "x".repeat(50)
                + "\r\n0\r\n\r\n");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(intake.requests.remove().body().size()).isEqualTo(100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "br", "identity, gzip", "GZIP", "x"})
  @DisplayName("B11 an encoded body is 415")
  void encoded(String coding) throws Exception {
    assertThat(post("Content-Encoding: " + coding + "\r\n", "x").status()).isEqualTo(415);
    assertThat(intake.requests).isEmpty();
  }

  @Test
  @DisplayName("B11 one encoded line among others is 415; identity is fine")
  void encodedLines() throws Exception {
    String both = "Content-Encoding: identity\r\nContent-Encoding: gzip\r\n";

    assertThat(post(both, "x").status()).isEqualTo(415);
    assertThat(post("Content-Encoding: Identity\r\n", "x").status()).isEqualTo(200);
  }

  @Test
  @DisplayName("B15 more than 100 header lines are 431")
  void tooManyHeaders() throws Exception {
    assertThat(post(lines(98), "x").status()).isEqualTo(200); // with Host and Content-Length
    assertThat(post(lines(99), "x").status()).isEqualTo(431);
    assertThat(intake.refusals).containsOnly(Map.entry(Rejection.HEADERS, 1));
  }

  private static String lines(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "X-" + i + ": v\r\n")
        .collect(Collectors.joining());
  }

  @Test
  @DisplayName("B15 headers above the limit of bytes are 431")
  void tooLargeHeaders() throws Exception {
    start(new FrontLimits(Duration.ofSeconds(5), Duration.ofSeconds(5), 100, 300));

    assertThat(post("X-A: " + "a".repeat(100) + "\r\n", "x").status()).isEqualTo(200);
    assertThat(post("X-A: " + "a".repeat(300) + "\r\n", "x").status()).isEqualTo(431);
  }

  @Test
  @DisplayName("B13 a body that does not end in time is 408 and the connection closed")
  void slowBody() throws Exception {
    start(FrontLimits.DEFAULT.withBodyDeadline(Duration.ofMillis(50)));
    try (RawHttp http = new RawHttp(port())) {
      http.send("POST /in/shop HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc");

      Answer answer = http.read();

      assertThat(answer.status()).isEqualTo(408);
      assertThat(answer.body()).isEqualTo("{\"error\":\"request timeout\"}");
      assertThat(http.isClosedByServer()).isTrue();
    }
    assertThat(intake.refusals).containsOnly(Map.entry(Rejection.TIMEOUT, 1));
    assertThat(intake.requests).isEmpty();
  }

  @Test
  @DisplayName("a guard that does not answer in time is 503")
  void lateAnswer() throws Exception {
    start(new FrontLimits(Duration.ofMillis(50), Duration.ofMillis(50), 100, 32 * 1024));
    intake.answerWith(request -> new CompletableFuture<>());

    Answer answer = post("", "x");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("Retry-After")).isPresent();
  }

  @Test
  @DisplayName("an answer that comes from another thread, late, is sent as it is")
  void answerOfAnotherThread() throws Exception {
    CompletableFuture<ProviderResponse> later = new CompletableFuture<>();
    intake.answerWith(request -> later);
    try (RawHttp http = new RawHttp(port())) {
      http.send(request("POST /in/shop", "", "x"));
      Thread other =
          new Thread(() -> later.complete(ProviderResponse.json(200, "x".repeat(200_000))));
      other.start();

      assertThat(http.read().body()).hasSize(200_000);
      other.join();
    }
  }

  @Test
  @DisplayName("whatever fails inside is 503, and nothing of it reaches the sender")
  void failureInside() throws Exception {
    intake.answerWith(request -> CompletableFuture.failedFuture(new Exception("secret")));
    Answer failed = post("", "x");
    intake.answerWith(
        request -> {
          throw new IllegalStateException("secret");
        });
    Answer thrown = post("", "x");
    intake.answerWith(
        request -> {
          throw new StackOverflowError();
        });
    Answer overflown = post("", "x");

    assertThat(failed.status()).isEqualTo(503);
    assertThat(failed.body()).isEqualTo("{\"error\":\"unavailable\"}");
    assertThat(thrown).usingRecursiveComparison().ignoringFields("headers").isEqualTo(failed);
    assertThat(overflown.status()).isEqualTo(503);
  }

  @Test
  @DisplayName("several requests use one connection")
  void connectionIsKept() throws Exception {
    try (RawHttp http = new RawHttp(port())) {
      for (int i = 0; i < 3; i++) {
        assertThat(http.send(request("POST /in/shop", "", "x" + i)).read().status()).isEqualTo(200);
      }
    }
    assertThat(intake.requests).hasSize(3);
  }

  @Test
  @DisplayName("a sender that leaves in the middle of its body leaves nothing")
  void senderLeaves() throws Exception {
    try (RawHttp http = new RawHttp(port())) {
      http.send("POST /in/shop HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc");
    }

    assertThat(post("", "whole").status()).isEqualTo(200);
    assertThat(intake.requests).hasSize(1);
  }

  @Test
  @DisplayName("a content type that cannot be kept is left out, the rest is taken")
  void oddContentType() throws Exception {
    assertThat(post("Content-Type: a/\u00e9\r\n", "x").status()).isEqualTo(200);
    assertThat(post("Content-Type: " + "a".repeat(256) + "\r\n", "x").status()).isEqualTo(200);
    assertThat(intake.requests).allMatch(seen -> seen.body().contentType().isEmpty());
  }
}
