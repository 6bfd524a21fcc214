package io.webhookguard.server.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.testsupport.network.RawHttp.Answer;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A gateway for Stripe, its destination and its log, for tests that send it what they should not.
 */
final class Target implements AutoCloseable {

  final LogWatch log = new LogWatch();
  final Destination destination = new Destination();
  final TestGateway gateway;

  Target(Path folder) throws Exception {
    this(folder, Gateway.Limits.DEFAULT);
  }

  Target(Path folder, Gateway.Limits limits) throws Exception {
    this.gateway =
        TestGateway.start(
            folder,
            limits,
            "memory:",
            "lane: none",
            "bind: {livemode: true}",
            "forward: {url: \"" + destination.url() + "\"}");
  }

  Answer send(String request) throws IOException {
    return gateway.send(request.getBytes(ISO_8859_1));
  }

  Answer signed(String body) throws IOException {
    return gateway.send(SignedRequest.of("stripe", body));
  }

  static void assertRefused(Answer answer, int status, String error) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).isEqualTo("{\"error\":\"" + error + "\"}");
    assertThat(answer.header("Content-Type")).contains("application/json");
    assertThat(answer.header("Server")).isEmpty();
  }

  void assertForwarded(String eventId) throws InterruptedException {
    destination.awaitReceived(eventId, 1);
  }

  /** Ends all, and looks at what was logged. */
  @Override
  public void close() {
    gateway.close();
    destination.close();
    log.close();
    assertThat(log.events())
        .as("nothing that a sender does is logged with a stack trace or breaks a line")
        .allSatisfy(
            event -> {
              assertThat(event.getThrowableProxy()).isNull();
              assertThat(event.getFormattedMessage()).doesNotContainPattern("[\\p{Cc}\u2028]");
            });
  }
}
