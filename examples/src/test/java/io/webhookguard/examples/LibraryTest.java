package io.webhookguard.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.PageRequest;
import io.webhookguard.core.WebhookGuard;
import io.webhookguard.store.memory.MemoryStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of the library's guide do what the guide says. */
class LibraryTest {

  private final AtomicInteger status = new AtomicInteger();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private HttpServer books;
  private WebhookGuard guard;

  @BeforeEach
  void start() throws IOException {
    books = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    books.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(status.get(), -1);
          exchange.close();
        });
    books.start();
    URI address = URI.create("http://127.0.0.1:" + books.getAddress().getPort() + "/");
    guard =
        WebhookGuard.builder()
            .store(new MemoryStore())
            .source(BookByHttp.source())
            .handler("stripe-live", "*", BookByHttp.calling(HttpClient.newHttpClient(), address))
            .build();
    guard.start();
  }

  @AfterEach
  void stop() {
    guard.close();
    books.stop(0);
  }

  private int deliver() throws Exception {
    return guard.receive("stripe-live", ChargeOnce.delivery()).toCompletableFuture().get().status();
  }

  private EventKey onlyKey() {
    return guard.search(EventQuery.ALL, PageRequest.first(10)).events().get(0).key();
  }

  private String said() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({"200, 200, COMPLETE", "503, 500, PENDING", "422, 500, FAILED"})
  void theAnswerOfTheOtherSideDecides(int answered, int told, EventState state) throws Exception {
    status.set(answered);

    assertThat(deliver()).isEqualTo(told);
    assertThat(guard.find(onlyKey()).orElseThrow().state()).isEqualTo(state);
  }

  @Test
  void whereNobodyListensNothingIsInDoubt() throws Exception {
    books.stop(0);

    assertThat(deliver()).isEqualTo(500);
    assertThat(guard.find(onlyKey()).orElseThrow().inDoubt()).isFalse();
  }

  @Test
  void aDeadLetterIsFoundExplainedAndRunAgain() throws Exception {
    status.set(422);
    deliver();
    EventKey key = onlyKey();

    LookAtEvents.deadLetters(guard, out);
    assertThat(said()).contains(key.eventId(), "http-422: the books refuse this invoice");
    LookAtEvents.story(guard, key.eventId(), out);
    assertThat(said())
        .contains("FAILED after 1 attempts", "RECEIVED", "STARTED", "if it came again: STAYS_DEAD");

    status.set(200);
    assertThat(LookAtEvents.retry(guard, key)).isEqualTo("it is PENDING");
    long position = LookAtEvents.copyLedger(guard, 0, out);
    assertThat(position).isPositive();
    assertThat(said()).contains(" RECEIVED", " FAILED");
  }
}
