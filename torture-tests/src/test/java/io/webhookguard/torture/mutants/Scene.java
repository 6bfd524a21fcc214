package io.webhookguard.torture.mutants;

import static org.awaitility.Awaitility.await;

import io.webhookguard.adapter.SimulatedEvent;
import io.webhookguard.adapter.SimulatorSettings;
import io.webhookguard.adapter.stripe.StripeSimulator;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.provider.RawRequest;
import io.webhookguard.api.provider.Secret;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.PageRequest;
import io.webhookguard.core.Settings;
import io.webhookguard.store.sqlite.SqliteConfig;
import io.webhookguard.store.sqlite.SqliteStore;
import io.webhookguard.torture.bank.Bank;
import io.webhookguard.torture.check.Breach;
import io.webhookguard.torture.check.Checker;
import io.webhookguard.torture.history.Answer;
import io.webhookguard.torture.history.History;
import io.webhookguard.torture.history.LogFile;
import io.webhookguard.torture.history.RunFiles;
import io.webhookguard.torture.history.Sent;
import io.webhookguard.torture.plan.Arming;
import io.webhookguard.torture.plan.EventFate;
import io.webhookguard.torture.plan.KillPoint;
import io.webhookguard.torture.plan.StoreKind;
import io.webhookguard.torture.plan.Strike;
import io.webhookguard.torture.plan.Workload;
import io.webhookguard.torture.stage.Site;
import io.webhookguard.torture.stage.Sites;
import io.webhookguard.torture.stage.StoreDump;
import io.webhookguard.torture.worker.Business;
import io.webhookguard.torture.worker.Guards;
import io.webhookguard.torture.worker.Points;
import io.webhookguard.torture.worker.StorePlace;
import io.webhookguard.torture.worker.StorePoints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/** Nodes of one process on one SQLite file, with a bank; ends in the files that are checked. */
final class Scene implements AutoCloseable {

  private static final Duration LEASE = Duration.ofMillis(700);
  private static final Duration POLL = Duration.ofMillis(30);
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Workload workload;
  private final Flaw flaw;
  private final RunFiles files;
  private final Site site;
  private final Bank bank;
  private final LogFile sent;
  private final LogFile answers;
  private final StripeSimulator provider;
  private final List<SimulatedEvent> events;
  private final Set<String> known = new HashSet<>();
  private final List<Node> nodes = new ArrayList<>();

  private Scene(Workload workload, Flaw flaw, RunFiles files, Site site, Bank bank, long seed) {
    this.workload = workload;
    this.flaw = flaw;
    this.files = files;
    this.site = site;
    this.bank = bank;
    this.sent = LogFile.appendTo(files.sent());
    this.answers = LogFile.appendTo(files.answers());
    this.provider = simulator(seed, workload);
    this.events =
        LongStream.range(0, 200)
            .mapToObj(provider::event)
            .filter(event -> isPlain(event.eventId()))
            .toList();
  }

  /** An empty store for events of one lane. */
  static Scene of(Workload workload, Flaw flaw, Path folder, long seed) throws IOException {
    RunFiles files = new RunFiles(folder);
    Site site = Sites.of(StoreKind.SQLITE, folder, 1);
    site.prepare();
    return new Scene(workload, flaw, files, site, Bank.open(files.bank()), seed);
  }

  private static StripeSimulator simulator(long seed, Workload workload) {
    return StripeSimulator.of(
        Secret.of(Guards.secretOf(workload)), SimulatorSettings.seeded(seed).withLanes(1));
  }

  /** The scripts decide what goes wrong, and no drawn fate. */
  private static boolean isPlain(String eventId) {
    return !EventFate.failsForGood(eventId)
        && !EventFate.failsAtFirst(eventId)
        && EventFate.dwelling(eventId).isZero();
  }

  /** Starts a node at which nothing strikes. */
  Node node(String name) {
    return node(name, Optional.empty(), Optional.empty());
  }

  /** Starts a node that is struck once. */
  Node node(String name, KillPoint point, Strike strike) {
    return node(name, Optional.of(new Arming(point, strike, 1)), Optional.empty());
  }

  /** Starts a node whose store has another clock, where the flaw says so. */
  Node nodeByClock(String name) {
    return node(name, Optional.empty(), flaw.clock());
  }

  private Node node(String name, Optional<Arming> arming, Optional<InstantSource> clock) {
    StorePlace place = site.placeFor(0);
    Node node =
        new Node(name, clock.map(other -> open(place, other)).orElseGet(() -> place.open(false)));
    Points points = new Points(arming, node::strike);
    GuardStore store = flaw.around(StorePoints.around(node.reached(), points), node);
    nodes.add(node);
    node.runs(
        Guards.of(
            new Guards.Parts(
                store,
                Settings.DEFAULT.withPoll(POLL).withLease(LEASE).withWorkers(4),
                name,
                List.of(workload),
                new Business(points, name, bank.port()),
                node.opened().connections(),
                adapter -> adapter)));
    return node;
  }

  private static StorePlace.Opened open(StorePlace place, InstantSource clock) {
    SqliteStore store =
        SqliteStore.open(
            SqliteConfig.at(Path.of(place.address())).clock(clock).migrateOnOpen(false).build());
    return new StorePlace.Opened(store, store.userConnections()::getConnection);
  }

  /** Delivers the event of this number to the node. */
  void deliver(Node node, int number) {
    deliver(node, events.get(number));
  }

  /** Delivers a body of the script's own. */
  void deliver(Node node, String json) {
    Payload body = Payload.of("application/json", json.getBytes(StandardCharsets.UTF_8));
    deliver(
        node,
        StripeSimulator.of(
                Secret.of(Guards.secretOf(workload)), SimulatorSettings.seeded(0).withBody(body))
            .event(0));
  }

  private void deliver(Node node, SimulatedEvent event) {
    if (known.add(event.eventId())) {
      new Sent(
              workload.source(),
              event.eventId(),
              event.lane(),
              HexFormat.of().formatHex(event.body().sha256().toByteArray()))
          .to(sent);
    }
    long started = System.nanoTime();
    RawRequest request =
        provider
            .deliver(event, Instant.now())
            .toRequest("http://localhost/in/" + workload.source());
    int status =
        node.guard().receive(workload.source(), request).toCompletableFuture().join().status();
    new Answer(workload.source(), event.eventId(), started, System.nanoTime(), status).to(answers);
  }

  /** Waits until every event has come to its end. */
  void settle() {
    try (GuardStore store = site.open()) {
      await().atMost(LONG).pollInterval(POLL).until(() -> !isBusy(store));
    }
  }

  private static boolean isBusy(GuardStore store) {
    return List.of(EventState.PENDING, EventState.PROCESSING).stream()
        .anyMatch(
            state ->
                !store
                    .events()
                    .search(EventQuery.ALL.state(state), PageRequest.first(1))
                    .events()
                    .isEmpty());
  }

  /** Ends everything and judges it. */
  List<Breach> judge() {
    settle();
    nodes.forEach(Node::close);
    nodes.clear();
    try (GuardStore store = site.open()) {
      StoreDump.write(store, files);
    }
    site.dump(files);
    return Checker.judge(History.read(files), LEASE);
  }

  @Override
  public void close() throws IOException {
    nodes.forEach(Node::close);
    bank.close();
    site.close();
    sent.close();
    answers.close();
  }
}
