package io.webhookguard.core.simulation;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.provider.ProviderResponse;
import io.webhookguard.api.provider.RawRequest;
import io.webhookguard.core.StubAdapter;
import io.webhookguard.core.VirtualRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Sends events: often more than once, in any order, and again until it is answered 2xx. */
final class Provider {

  /** Longer than any node takes to answer: the budget, the time to ask again, and some more. */
  static final Duration TIMEOUT = Duration.ofSeconds(10);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);
  private static final Duration FORGED_ANSWER = Duration.ofSeconds(1);

  /** One delivery on its way through all its attempts. */
  private static final class Parcel {
    private final List<Scenario.Sent> events;
    private final String text;
    private boolean delivered;
    private int tries;

    private Parcel(List<Scenario.Sent> events, String text) {
      this.events = events;
      this.text = text;
    }

    private RawRequest request() {
      String body =
          events.stream().map(event -> event.line(text)).collect(Collectors.joining("\n"));
      return StubAdapter.signed(StubAdapter.SECRET, body);
    }

    @Override
    public String toString() {
      return events.stream().map(Scenario.Sent::id).toList() + " " + text;
    }
  }

  private final Stage stage;
  private final Fleet fleet;
  private final FreshnessCheck freshness;
  private final Set<EventKey> acknowledged = new HashSet<>();
  private final Set<EventKey> sent = new HashSet<>();
  private final List<Parcel> parcels = new ArrayList<>();

  Provider(Stage stage, Fleet fleet, FreshnessCheck freshness) {
    this.freshness = freshness;
    this.stage = stage;
    this.fleet = fleet;
  }

  /** Plans everything that will be sent. */
  void plan() {
    List<Scenario.Sent> events = stage.scenario.events();
    for (int i = 0; i < events.size(); i++) {
      Scenario.Sent event = events.get(i);
      List<Scenario.Sent> batch = new ArrayList<>(List.of(event));
      if (i > 0 && stage.chance.oneIn(6) && events.get(i - 1).origin().equals(event.origin())) {
        batch.add(0, events.get(i - 1));
        stage.tally.count("several events in one request");
      }
      post(batch, "text");
      for (int copy = 1; copy < event.copies(); copy++) {
        boolean conflicts = stage.scenario.has(Trouble.CONFLICT) && stage.chance.oneIn(3);
        post(List.of(event), conflicts ? "other text" : "text");
      }
      if (stage.scenario.has(Trouble.FORGERY) && stage.chance.oneIn(2)) {
        stage.time.later(stage.chance.upTo(stage.scenario.troubled()), () -> forge(event));
      }
    }
  }

  private void post(List<Scenario.Sent> events, String text) {
    Parcel parcel = new Parcel(events, text);
    parcels.add(parcel);
    Duration most = stage.scenario.troubled();
    boolean withOthers = stage.scenario.has(Trouble.CROWD) || stage.chance.oneIn(3);
    Duration at = withOthers ? Duration.ofMillis(500) : stage.chance.upTo(most);
    stage.time.later(at, () -> send(parcel));
  }

  /** Delivers an event once more, now. */
  void redeliver(Scenario.Sent event) {
    Parcel parcel = new Parcel(List.of(event), "text");
    parcels.add(parcel);
    stage.tally.count("late redelivery");
    send(parcel);
  }

  private void send(Parcel parcel) {
    List<SimulatedNode> reachable = fleet.reachable();
    if (reachable.isEmpty()) {
      sendLater(parcel);
      return;
    }
    SimulatedNode node = stage.chance.oneOf(reachable);
    int number = ++parcel.tries;
    parcel.events.forEach(event -> sent.addAll(event.keys()));
    stage.story.tell(() -> node.name() + " gets " + parcel);
    boolean[] answered = new boolean[1];
    boolean[] returned = new boolean[1];
    Map<EventKey, Integer> known = new LinkedHashMap<>();
    parcel.events.get(0).keys().forEach(key -> known.put(key, freshness.known(key, node)));
    try {
      node.guard()
          .receive(parcel.events.get(0).origin().name(), parcel.request())
          .whenComplete(
              (answer, failure) -> {
                if (!node.process().isDead()) {
                  answered[0] = true;
                  if (!returned[0] && failure == null && parcel.events.size() == 1) {
                    known.forEach((key, generation) -> freshness.answered(key, generation, answer));
                  }
                  hear(parcel, node, answer, failure);
                }
              });
      returned[0] = true;
    } catch (VirtualRuntime.ProcessDied e) {
      stage.story.tell(() -> "no answer to " + parcel);
    }
    stage.time.later(TIMEOUT, () -> timeOut(parcel, node, number, answered));
  }

  private void timeOut(Parcel parcel, SimulatedNode node, int number, boolean[] answered) {
    if (answered[0]) {
      return;
    }
    stage.require(
        node.isExcused(),
        Invariant.EVERYONE_IS_ANSWERED,
        node.name() + " left " + parcel + " without an answer");
    if (!parcel.delivered && parcel.tries == number) {
      sendLater(parcel);
    }
  }

  private void sendLater(Parcel parcel) {
    stage.time.later(stage.chance.upTo(LONGEST_PAUSE), () -> send(parcel));
  }

  private void hear(Parcel parcel, SimulatedNode node, ProviderResponse answer, Throwable failure) {
    if (failure != null) {
      stage.breach(Invariant.NOTHING_ESCAPES, node.name() + " failed to answer: " + failure);
      return;
    }
    int status = answer.status();
    stage.tally.count("request answered " + status);
    stage.story.tell(() -> node.name() + " answers " + status + " to " + parcel);
    if (status < 300) {
      parcel.delivered = true;
      parcel.events.forEach(event -> acknowledge(event, status));
      if (stage.chance.oneIn(10) && !stage.isCalm()) {
        stage.tally.count("redelivery after 2xx");
        sendLater(new Parcel(parcel.events, parcel.text));
      }
    } else if (status == 409) {
      parcel.delivered = true;
      stage.require(
          parcel.text.startsWith("other") || stage.scenario.has(Trouble.CONFLICT),
          Invariant.ANSWER_IS_TRUE,
          parcel + " was called a conflict");
    } else {
      sendLater(parcel);
    }
  }

  /** Looked up at this very moment: what is recorded a little later was not recorded. */
  private void acknowledge(Scenario.Sent event, int status) {
    for (EventKey key : event.keys()) {
      acknowledged.add(key);
      stage.require(
          stage.store.events().find(key).isPresent(),
          Invariant.ANSWER_IS_TRUE,
          key + " is acknowledged and not recorded");
      boolean handled =
          stage.store.ledger().entries(key).stream()
              .anyMatch(
                  entry ->
                      entry.kind() == DecisionKind.COMPLETED
                          || entry.kind() == DecisionKind.CONFIRMED);
      stage.require(
          status != Business.HANDLERS_STATUS || handled,
          Invariant.ANSWER_IS_TRUE,
          key + " is answered with its handler's words and not complete");
    }
  }

  private void forge(Scenario.Sent like) {
    List<SimulatedNode> reachable = fleet.reachable();
    if (reachable.isEmpty()) {
      return;
    }
    SimulatedNode node = stage.chance.oneOf(reachable);
    RawRequest forged =
        StubAdapter.signed("somebody-else's-secret", like.line("forged").replace("e", "forged"));
    boolean[] answered = new boolean[1];
    node.guard()
        .receive(like.origin().name(), forged)
        .whenComplete(
            (answer, failure) -> {
              answered[0] = true;
              stage.tally.count("forged request answered " + answer.status());
              stage.require(
                  answer.status() == 401 || answer.status() == 503,
                  Invariant.NO_PHANTOM,
                  "a forged request is answered " + answer.status());
            });
    stage.time.later(
        FORGED_ANSWER,
        () ->
            stage.require(
                answered[0] || node.isExcused(),
                Invariant.EVERYONE_IS_ANSWERED,
                "a forged request is not answered"));
  }

  /** Whether everything that was sent was delivered. */
  boolean isDone() {
    return parcels.stream().allMatch(parcel -> parcel.delivered);
  }

  /** What has not been delivered. */
  Optional<String> firstUndelivered() {
    return parcels.stream().filter(parcel -> !parcel.delivered).findFirst().map(Parcel::toString);
  }

  Set<EventKey> acknowledged() {
    return acknowledged;
  }

  /** Every unit of work that any node was sent. */
  Set<EventKey> sent() {
    return sent;
  }
}
