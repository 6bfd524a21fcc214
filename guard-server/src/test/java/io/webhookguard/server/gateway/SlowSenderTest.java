package io.webhookguard.server.gateway;

import static io.webhookguard.server.gateway.Target.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.testsupport.network.RawHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Senders that take their time, against short deadlines. */
class SlowSenderTest {

  private static Target target;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    target = new Target(folder, TestGateway.SHORT);
  }

  @AfterAll
  static void stop() {
    target.close();
  }

  @Test
  @DisplayName("B13 slow headers are cut off with 408, although a byte comes all the time")
  void b13Headers() throws Exception {
    ScheduledExecutorService trickle = Executors.newSingleThreadScheduledExecutor();
    try (RawHttp http = new RawHttp(target.gateway.port())) {
      http.send("POST /in/stripe HTTP/1.1\r\nHost: h\r\nX-Slow: ");
      ScheduledFuture<?> bytes =
          trickle.scheduleWithFixedDelay(() -> drip(http), 20, 20, TimeUnit.MILLISECONDS);

      assertRefused(http.read(), 408, "request timeout");
      bytes.cancel(false);
      assertThat(http.isClosedByServer()).isTrue();
    } finally {
      trickle.shutdownNow();
    }
  }

  private static void drip(RawHttp http) {
    try {
      http.send("x");
    } catch (IOException e) {
      throw new UncheckedIOException(e); // ends the trickle: the server has closed
    }
  }

  @Test
  @DisplayName("B13 a connection that never says anything is cut off")
  void b13Silence() throws Exception {
    try (RawHttp http = new RawHttp(target.gateway.port())) {
      assertThat(http.read().status()).isEqualTo(408);
      assertThat(http.isClosedByServer()).isTrue();
    }
  }

  @Test
  @DisplayName("B13 slow headers of a second request on one connection are cut off too")
  void b13SecondRequest() throws Exception {
    try (RawHttp http = new RawHttp(target.gateway.port())) {
      http.send(SignedRequest.with("stripe", "", new byte[] {1}));
      assertThat(http.read().status()).isEqualTo(401);
      http.send("POST /in/str");

      assertThat(http.read().status()).isEqualTo(408);
      assertThat(http.isClosedByServer()).isTrue();
    }
  }

  @Test
  @DisplayName("B13 a slow body is 408 and the connection is closed")
  void b13Body() throws Exception {
    try (RawHttp http = new RawHttp(target.gateway.port())) {
      http.send("POST /in/stripe HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\n{");

      assertRefused(http.read(), 408, "request timeout");
      assertThat(http.isClosedByServer()).isTrue();
    }
  }
}
