package io.webhookguard.server.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webhookguard.adapter.ProviderSimulator;
import io.webhookguard.adapter.SimulatedEvent;
import io.webhookguard.adapter.SimulatorSettings;
import io.webhookguard.api.provider.Secret;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class SendingTest {

  private static final int LANES = 7;

  private final ProviderSimulator stripe =
      Simulators.of(
          "stripe", Secret.of(Endpoint.SECRET), SimulatorSettings.seeded(11).withLanes(LANES));
  private final Recording recording = new Recording();

  @Test
  void eachEventIsDeliveredAsOftenAsWanted() throws Exception {
    try (Endpoint endpoint = new Endpoint(id -> 200)) {
      SendReport report = send(SendSettings.to(endpoint.url()).withConnections(8), 100, 4);

      assertThat(report.requests()).isEqualTo(Map.of("200", 400L));
      assertThat(report.events()).isEqualTo(100);
      assertThat(report.acknowledgedEvents()).isEqualTo(100);
      assertThat(report.isComplete()).isTrue();
      Map<String, Integer> visits = new HashMap<>();
      endpoint.visits().forEach(visit -> visits.merge(visit.eventId(), 1, Integer::sum));
      assertThat(visits).hasSize(100).allSatisfy((id, times) -> assertThat(times).isEqualTo(4));
      assertThat(recording.finished).hasSize(100).containsOnlyKeys(visits.keySet());
    }
  }

  @Test
  void anEventIsSentOnlyAfterTheOneBeforeItInItsLaneWasTaken() throws Exception {
    Map<String, Integer> refusals = new ConcurrentHashMap<>();
    try (Endpoint endpoint =
        new Endpoint(id -> refusals.merge(id, 1, Integer::sum) <= id.hashCode() % 3 ? 503 : 200)) {
      SendReport report =
          send(
              SendSettings.to(endpoint.url())
                  .withConnections(16)
                  .withRetryFor(Duration.ofSeconds(20)),
              70,
              2);

      assertThat(report.isComplete()).isTrue();
      assertThat(report.requests().get("503")).isPositive();
      assertLaneOrder(endpoint.visits(), 70);
    }
  }

  @Test
  void anEventThatIsNotTakenIsGivenUpAndItsLaneGoesOn() throws Exception {
    String refused = stripe.event(0).eventId();
    try (Endpoint endpoint = new Endpoint(id -> id.equals(refused) ? 500 : 200)) {
      SendReport report = send(SendSettings.to(endpoint.url()).withConnections(4), 30, 3);

      assertThat(report.isComplete()).isFalse();
      assertThat(report.requests()).isEqualTo(Map.of("200", 87L, "500", 3L));
      assertThat(report.acknowledgedEvents()).isEqualTo(29);
      assertThat(recording.finished).containsEntry(refused, false).hasSize(30);
    }
  }

  @Test
  void whatIsRefusedForGoodIsNotSentAgain() throws Exception {
    try (Endpoint endpoint = new Endpoint(id -> 422)) {
      SendReport report =
          send(SendSettings.to(endpoint.url()).withRetryFor(Duration.ofMinutes(10)), 5, 1);

      assertThat(report.requests()).isEqualTo(Map.of("422", 5L));
    }
  }

  @Test
  void connectionsThatNobodyTakesAreCountedApart() throws Exception {
    SendReport report = send(SendSettings.to(nobody()).withConnections(2), 10, 2);

    assertThat(report.requests()).isEqualTo(Map.of("not connected", 20L));
    assertThat(report.acknowledgedEvents()).isZero();
  }

  @Test
  void aConnectionThatEndsWithoutAnAnswerIsCountedApart() throws Exception {
    try (ServerSocket hangsUp = new ServerSocket(0)) {
      Thread server =
          new Thread(
              () -> {
                try {
                  while (true) {
                    hangsUp.accept().close();
                  }
                } catch (IOException e) {
                  return; // closed: the test is over
                }
              });
      server.setDaemon(true);
      server.start();

      URI url = URI.create("http://127.0.0.1:" + hangsUp.getLocalPort() + "/");
      SendReport report = send(SendSettings.to(url), 3, 1);

      assertThat(report.requests()).isEqualTo(Map.of("no answer", 3L));
    }
  }

  @Test
  void closingEndsIt() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    try (Endpoint endpoint = new Endpoint(id -> awaitEnd(asked, never))) {
      Sending sending = new Sending(SendSettings.to(endpoint.url()), stripe, recording);
      Thread closer =
          new Thread(
              () -> {
                awaitEnd(asked, asked);
                sending.close();
              });
      closer.start();

      assertThatThrownBy(() -> sending.run(shipments(10, 1)))
          .isInstanceOf(InterruptedException.class);
      never.countDown();
    }
  }

  @Test
  void aFailureOfOurOwnEndsItToo() throws Exception {
    SendObserver faulty =
        new Recording() {
          @Override
          public void onAcknowledged(SimulatedEvent event) {
            throw new IllegalStateException("planted");
          }
        };
    try (Endpoint endpoint = new Endpoint(id -> 200);
        Sending sending = new Sending(SendSettings.to(endpoint.url()), stripe, faulty)) {
      assertThatThrownBy(() -> sending.run(shipments(10, 1)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("planted");
    }
  }

  private SendReport send(SendSettings settings, int events, int copies) throws Exception {
    try (Sending sending = new Sending(settings, stripe, recording)) {
      return sending.run(shipments(events, copies));
    }
  }

  private Iterator<Shipment> shipments(int events, int copies) {
    return LongStream.range(0, events)
        .mapToObj(index -> new Shipment(stripe.event(index), copies))
        .iterator();
  }

  private void assertLaneOrder(List<Endpoint.Visit> visits, int events) {
    Map<String, Integer> taken = new HashMap<>();
    Map<String, Integer> firstAsked = new HashMap<>();
    for (Endpoint.Visit visit : visits) {
      firstAsked.merge(visit.eventId(), visit.arrived(), Math::min);
      if (visit.status() == 200) {
        taken.merge(visit.eventId(), visit.answered(), Math::min);
      }
    }
    Map<String, SimulatedEvent> lastOfLane = new HashMap<>();
    for (int index = 0; index < events; index++) {
      SimulatedEvent event = stripe.event(index);
      SimulatedEvent before = lastOfLane.put(event.lane(), event);
      if (before != null) {
        assertThat(firstAsked.get(event.eventId())).isGreaterThan(taken.get(before.eventId()));
      }
    }
    assertThat(lastOfLane).hasSize(LANES);
  }

  private static URI nobody() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return URI.create("http://127.0.0.1:" + free.getLocalPort() + "/");
    }
  }

  private static int awaitEnd(CountDownLatch asked, CountDownLatch end) {
    if (!asked.equals(end)) {
      asked.countDown();
    }
    try {
      if (!end.await(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nothing came");
      }
      return 200;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Remembers what it heard. */
  private static class Recording implements SendObserver {

    final Map<String, Boolean> finished = new ConcurrentHashMap<>();
    final List<String> acknowledged = new CopyOnWriteArrayList<>();

    @Override
    public void onOutcome(SimulatedEvent event, Outcome outcome) {
      assertThat(finished).doesNotContainKey(event.eventId());
    }

    @Override
    public void onAcknowledged(SimulatedEvent event) {
      acknowledged.add(event.eventId());
    }

    @Override
    public void onFinished(SimulatedEvent event, boolean wasAcknowledged) {
      assertThat(finished.put(event.eventId(), wasAcknowledged)).isNull();
    }
  }
}
