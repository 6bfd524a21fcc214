package io.webhookguard.server.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.api.event.Sha256;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ReceiverTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void itWritesDownWhatCame() throws Exception {
    try (Receiver receiver = Receiver.start(Conduct.PROMPT)) {
      assertThat(post(receiver.url(), "k1", "evt_1").join()).isEqualTo(200);

      Forward forward = receiver.forwards().get(0);
      assertThat(forward)
          .isEqualTo(
              new Forward(
                  1,
                  "/hooks",
                  "k1",
                  "evt_1",
                  "invoice.paid",
                  "cus_1",
                  2,
                  1,
                  7,
                  true,
                  Sha256.of("{}".getBytes(StandardCharsets.UTF_8))));
    }
  }

  @Test
  void aKeyHasOneEffect() throws Exception {
    try (Receiver receiver = Receiver.start(Conduct.PROMPT)) {
      post(receiver.url(), "k1", "evt_1").join();
      post(receiver.url(), "k1", "evt_1").join();
      post(receiver.url(), "k2", "evt_2").join();

      assertThat(receiver.effects()).isEqualTo(2);
      assertThat(receiver.forwards()).hasSize(3);
    }
  }

  @Test
  void theEffectIsDoneWhileTheAnswerIsHeldBack() throws Exception {
    Workshop workshop = new Workshop(1, 0, 1);
    try (Receiver receiver = Receiver.start(workshop)) {
      workshop.hold();
      CompletableFuture<Integer> answer = post(receiver.url(), "k1", "evt_1");
      assertThat(workshop.awaitHeld(1, LONG)).isTrue();
      assertThat(receiver.open()).isEqualTo(workshop.held()).hasSize(1);
      assertThat(receiver.effects()).isEqualTo(1);
      assertThat(answer).isNotDone();

      workshop.release();
      assertThat(answer.join()).isEqualTo(200);
      assertThat(receiver.awaitIdle(LONG)).isTrue();
    }
  }

  @Test
  void aConnectionCanBeCutAfterTheRequestCame() throws Exception {
    try (Receiver receiver = Receiver.start((forward, reply) -> reply.cut())) {
      assertThatThrownBy(() -> post(receiver.url(), "k1", "evt_1").join())
          .hasCauseInstanceOf(IOException.class);
      assertThat(receiver.forwards()).hasSize(1);
      assertThat(receiver.open()).isEmpty();
    }
  }

  @Test
  void waitingEndsWithItsTime() throws Exception {
    try (Receiver receiver = Receiver.start(Conduct.PROMPT)) {
      assertThat(receiver.awaitEffects(1, Duration.ofMillis(20))).isFalse();
    }
  }

  private CompletableFuture<Integer> post(URI url, String key, String eventId) {
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .header("Idempotency-Key", key)
            .header("Guard-Event-Id", eventId)
            .header("Guard-Event-Type", "invoice.paid")
            .header("Guard-Lane", "cus_1")
            .header("Guard-Attempt", "2")
            .header("Guard-Generation", "1")
            .header("Guard-Fencing-Token", "7")
            .header("Guard-In-Doubt", "true")
            .POST(BodyPublishers.ofString("{}"))
            .build();
    return client.sendAsync(request, BodyHandlers.discarding()).thenApply(r -> r.statusCode());
  }
}
