package io.webhookguard.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.PageRequest;
import io.webhookguard.server.config.GatewayConfig;
import io.webhookguard.server.config.ServerConfig;
import io.webhookguard.server.gateway.Destination.Forwarded;
import io.webhookguard.store.sqlite.SqliteConfig;
import io.webhookguard.store.sqlite.SqliteStore;
import io.webhookguard.testsupport.network.RawHttp;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole gateway: requests come in, events go out, a store between them. */
class GatewayTest {

  @TempDir private Path folder;
  private Destination destination;

  @BeforeEach
  void start() throws Exception {
    destination = new Destination();
  }

  @AfterEach
  void stop() {
    destination.close();
  }

  private TestGateway gateway(String... settings) throws Exception {
    String[] all = new String[settings.length + 2];
    all[0] = "forward: {url: \"" + destination.url() + "\", timeout: 2s}";
    all[1] = "retry: {first: 10ms, factor: 1, max: 10ms, jitter: 0, attempts: 5}";
    System.arraycopy(settings, 0, all, 2, settings.length);
    return TestGateway.start(
        folder, Gateway.Limits.DEFAULT, "sqlite:" + folder.resolve("guard.db"), all);
  }

  private static int post(TestGateway gateway, String eventId) throws Exception {
    return gateway.send(SignedRequest.of("stripe", SignedRequest.event(eventId))).status();
  }

  @Test
  @DisplayName("an event is acknowledged, kept in SQLite and forwarded once, over a restart")
  void endToEnd() throws Exception {
    try (TestGateway gateway = gateway()) {
      assertThat(gateway.readyLine())
          .matches("guard ready: intake http://127.0.0.1:\\d+ admin http://127.0.0.1:\\d+");
      assertThat(post(gateway, "evt_1")).isEqualTo(200);
      destination.awaitReceived("evt_1", 1);
      assertThat(gateway.stop()).isTrue();
    }
    try (TestGateway gateway = gateway()) {
      assertThat(gateway.send(SignedRequest.of("stripe", SignedRequest.event("evt_1"))).body())
          .contains("duplicate");
      assertThat(post(gateway, "evt_2")).isEqualTo(200);
      destination.awaitReceived("evt_2", 1);
    }
    assertThat(destination.received("evt_1")).hasSize(1);
  }

  @Test
  @DisplayName("a failed forward is tried again under the same key, in order within the lane")
  void retry() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    destination.answer(request -> calls.incrementAndGet() < 3 ? 503 : 200);
    try (TestGateway gateway = gateway()) {
      post(gateway, "evt_1");
      post(gateway, "evt_2");
      destination.awaitReceived("evt_2", 1);
    }
    assertThat(destination.received())
        .extracting(Forwarded::eventId)
        .containsExactly("evt_1", "evt_1", "evt_1", "evt_2");
    assertThat(destination.received("evt_1"))
        .extracting(Forwarded::attempt)
        .containsExactly(1, 2, 3);
    assertThat(destination.received("evt_1"))
        .extracting(Forwarded::key)
        .containsOnly(destination.received("evt_1").get(0).key());
    assertThat(destination.received("evt_1")).allMatch(request -> request.inDoubt().isEmpty());
  }

  @Test
  @DisplayName("an attempt in doubt marks the next ones until one ends with certainty")
  void doubt() throws Exception {
    int[] statuses = {504, 409, 503, 200};
    AtomicInteger calls = new AtomicInteger();
    destination.answer(request -> statuses[calls.getAndIncrement()]);
    try (TestGateway gateway = gateway()) {
      post(gateway, "evt_1");
      destination.awaitReceived("evt_1", 4);
    }
    assertThat(destination.received("evt_1"))
        .extracting(Forwarded::inDoubt)
        .containsExactly(
            Optional.empty(), Optional.of("true"), Optional.of("true"), Optional.empty());
  }

  @Test
  @DisplayName("under park an attempt in doubt is the last one, until a person decides")
  void park() throws Exception {
    destination.answer(request -> request.eventId().equals("evt_1") ? 504 : 200);
    try (TestGateway gateway = gateway("in-doubt: park", "lane: none")) {
      post(gateway, "evt_1");
      destination.awaitReceived("evt_1", 1);
      for (int i = 2; i < 6; i++) {
        post(gateway, "evt_" + i);
      }
      destination.awaitReceived("evt_5", 1);
    }
    assertThat(destination.received("evt_1")).hasSize(1);
  }

  @Test
  @DisplayName("inline: the answer waits for the forward, but not past the budget")
  void inline() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    destination.answer(
        request -> {
          await(held);
          return 200;
        });
    try (TestGateway gateway = gateway("mode: inline", "ack-budget: 100ms")) {
      RawHttp.Answer answer =
          gateway.send(SignedRequest.of("stripe", SignedRequest.event("evt_1")));

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("{\"event\":\"evt_1\",\"status\":\"accepted\"}");
      destination.awaitReceived("evt_1", 1);
      held.countDown();
    }
  }

  @Test
  @DisplayName("a stop lets running forwards finish")
  void drain() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch held = new CountDownLatch(1);
    destination.answer(
        request -> {
          arrived.countDown();
          await(held);
          return 200;
        });
    TestGateway gateway = gateway();
    post(gateway, "evt_1");
    assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
    Thread releasing = new Thread(held::countDown);
    releasing.start();

    assertThat(gateway.stop()).isTrue();

    releasing.join();
    destination.answer(request -> 200);
    try (TestGateway again = gateway()) {
      post(again, "evt_2");
      destination.awaitReceived("evt_2", 1);
    }
    assertThat(destination.received("evt_1")).hasSize(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  @DisplayName("B43 forged requests leave no event")
  void forged() throws Exception {
    String forged = "Stripe-Signature: t=1,v1=" + "0".repeat(64) + "\r\n";
    byte[] request =
        SignedRequest.with(
            "stripe", forged, SignedRequest.event("evt_x").getBytes(StandardCharsets.UTF_8));
    try (TestGateway gateway = gateway();
        LogWatch log = new LogWatch()) {
      try (RawHttp http = new RawHttp(gateway.port())) {
        for (int i = 0; i < 5_000; i++) {
          assertThat(http.send(request).read().status()).isEqualTo(401);
        }
      }
      assertThat(log.events()).hasSizeLessThanOrEqualTo(5);
      assertThat(gateway.admin("GET", "/metrics").body())
          .contains("guard_refusals_total{reason=\"sig_mismatch\",source=\"stripe\"} 5000.0");
    }
    assertOnlyCounted(5_000);
  }

  @Test
  @DisplayName("B28 an event that is bound elsewhere is 403, and the log says which binding it was")
  void boundElsewhere() throws Exception {
    try (TestGateway gateway = gateway("bind: {account: acct_1}");
        LogWatch log = new LogWatch(Level.INFO)) {
      RawHttp.Answer answer =
          gateway.send(SignedRequest.of("stripe", SignedRequest.event("evt_hidden")));

      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.body()).doesNotContain("account", "acct");
      assertThat(log.events())
          .extracting(ILoggingEvent::getFormattedMessage)
          .anySatisfy(
              line ->
                  assertThat(line)
                      .startsWith(
                          "WG209 a request of stripe was refused: binding (the event names no")
                      .contains("bind.account is acct_1"))
          .noneMatch(line -> line.contains("evt_hidden"));
    }
  }

  private void assertOnlyCounted(long requests) {
    SqliteConfig file = SqliteConfig.at(folder.resolve("guard.db")).build();
    try (SqliteStore store = SqliteStore.open(file)) {
      assertThat(store.events().search(EventQuery.ALL, PageRequest.first(1)).events()).isEmpty();
      List<LedgerEntry> entries = store.ledger().scan(0, 500).entries();
      assertThat(entries)
          .allMatch(entry -> entry.kind() == DecisionKind.REJECTED)
          .hasSizeLessThan(60);
      assertThat(entries.stream().mapToLong(LedgerEntry::count).sum()).isEqualTo(requests);
    }
  }

  @Test
  @DisplayName("B36 B37 a store that cannot be asked, or does not answer, is 503 and nothing else")
  void storeAway() throws Exception {
    try (TestGateway gateway = gateway();
        Connection other =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("guard.db"));
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE");

      RawHttp.Answer answer =
          gateway.send(SignedRequest.of("stripe", SignedRequest.event("evt_1")));

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("Retry-After")).isPresent();
      assertThat(answer.body()).isEqualTo("{\"error\":\"unavailable\"}");
      statement.execute("ROLLBACK");
      assertThat(post(gateway, "evt_1")).isEqualTo(200);
      destination.awaitReceived("evt_1", 1);
    }
  }

  @Test
  @DisplayName("a taken port ends the start with a line, and nothing was started")
  void takenPort() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      GatewayConfig config = TestGateway.config(folder, "memory:", "forward: {url: \"http://h/\"}");
      ServerConfig server = config.server();
      GatewayConfig onTaken =
          new GatewayConfig(
              new ServerConfig(
                  "127.0.0.1",
                  taken.getLocalPort(),
                  server.adminBind(),
                  0,
                  server.maxBodyBytes(),
                  server.drain()),
              config.store(),
              config.settings(),
              config.ledger(),
              config.sources());

      assertThatThrownBy(() -> Gateway.start(onTaken, Gateway.Limits.DEFAULT))
          .isInstanceOf(StartException.class)
          .hasMessage(
              "port "
                  + taken.getLocalPort()
                  + " on 127.0.0.1 cannot be had: stop what uses it, or set server.port");
    }
  }

  @Test
  @DisplayName("a store below the minimum ends the start with a line")
  void weakStore() {
    assertThatThrownBy(
            () ->
                Gateway.start(
                    TestGateway.config(
                        folder, "memory:\", minimum: \"DURABLE", "forward: {url: \"http://h/\"}"),
                    Gateway.Limits.DEFAULT))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("the store is VOLATILE, below store.minimum (DURABLE)");
  }

  @Test
  @DisplayName("a file that is no database ends the start with a line")
  void unreadableDatabase() throws Exception {
    Path file = Files.writeString(folder.resolve("guard.db"), "this is no database, far from it");

    assertThatThrownBy(this::gateway)
        .isInstanceOf(Exception.class)
        .hasMessageContaining(file.toString());
  }
}
