package io.webhookguard.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.adapter.ProviderSimulator;
import io.webhookguard.adapter.SimulatedEvent;
import io.webhookguard.adapter.SimulatorSettings;
import io.webhookguard.api.provider.Secret;
import io.webhookguard.server.demo.AcceptedEvents;
import io.webhookguard.server.demo.Conduct;
import io.webhookguard.server.demo.GatewayFile;
import io.webhookguard.server.demo.GatewayProcess;
import io.webhookguard.server.demo.Receiver;
import io.webhookguard.server.send.SendReport;
import io.webhookguard.server.send.SendSettings;
import io.webhookguard.server.send.Sending;
import io.webhookguard.server.send.Shipment;
import io.webhookguard.server.send.Simulators;
import io.webhookguard.testsupport.servers.Database;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.LongStream;

/** A receiving service and the gateways that forward to it, from one SQLite file unless told. */
final class Scene implements AutoCloseable {

  /** Long enough for a slow machine; nobody waits for it unless something is broken. */
  static final Duration LONG = Duration.ofSeconds(60);

  /**
   * A thread for each long task: the pool that is common to all has one thread on a small machine,
   * and the receiving service's pauses end in it.
   */
  static final Executor APART = task -> new Thread(task, "scene").start();

  private final Path folder;
  private final Receiver receiver;
  private final List<GatewayProcess> gateways = new ArrayList<>();
  private final AcceptedEvents accepted = new AcceptedEvents();
  private final ProviderSimulator stripe;
  private Optional<Database> database = Optional.empty();

  private Scene(Path folder, Receiver receiver, long seed, int lanes) {
    this.folder = folder;
    this.receiver = receiver;
    this.stripe =
        Simulators.of(
            "stripe",
            Secret.of(GatewayFile.SECRET),
            SimulatorSettings.seeded(seed).withLanes(lanes));
  }

  /** A scene without a gateway. The seed is printed, so that a failure can be seen again. */
  static Scene in(Path folder, Conduct conduct, long seed, int lanes) throws IOException {
    System.out.println("events follow from seed " + seed);
    return new Scene(folder, Receiver.start(conduct), seed, lanes);
  }

  Receiver receiver() {
    return receiver;
  }

  ProviderSimulator stripe() {
    return stripe;
  }

  /** The events that were answered 2xx, in that order. */
  List<SimulatedEvent> accepted() {
    return accepted.inOrder();
  }

  /** A configuration on the scene's database, with a lease of a second. */
  GatewayFile file() throws IOException {
    return GatewayFile.on(folder.resolve("guard.db"), receiver.url()).withLease("1s");
  }

  /** Keeps the events in this database instead of a file. */
  Scene on(Database wanted) {
    database = Optional.of(wanted);
    return this;
  }

  Path write(String name, GatewayFile file) throws IOException {
    return Files.writeString(folder.resolve(name + ".yaml"), onStore(file));
  }

  private String onStore(GatewayFile file) {
    String sqlite = "url: \"sqlite:" + file.database() + "\"";
    assertThat(file.text()).contains(sqlite);
    return database
        .map(
            server ->
                "url: \"%s\"\n  user: \"%s\"\n  password: \"%s\""
                    .formatted(server.jdbcUrl(), server.user(), server.password()))
        .map(lines -> file.text().replace(sqlite, lines))
        .orElse(file.text());
  }

  /** Starts a gateway and waits until it is ready. */
  GatewayProcess start(Path config, String... javaOptions)
      throws IOException, InterruptedException {
    GatewayProcess gateway = GatewayProcess.start(config, javaOptions);
    gateways.add(gateway);
    return gateway.awaitReady(LONG);
  }

  /** Sends the events of these numbers, in lane order, {@code copies} deliveries of each. */
  SendReport send(URI intake, int connections, int copies, long... indexes)
      throws InterruptedException {
    Iterator<Shipment> shipments =
        Arrays.stream(indexes)
            .mapToObj(index -> new Shipment(stripe.event(index), copies))
            .iterator();
    return send(intake, connections, shipments);
  }

  /** Sends the first events, never more than {@code lead} ahead of their effects. */
  SendReport sendPaced(URI intake, int connections, int copies, int count, int lead)
      throws InterruptedException {
    Iterator<Shipment> shipments =
        LongStream.range(0, count)
            .mapToObj(
                index -> {
                  awaitEffects((int) index - lead);
                  return new Shipment(stripe.event(index), copies);
                })
            .iterator();
    return send(intake, connections, shipments);
  }

  private void awaitEffects(int count) {
    try {
      assertThat(receiver.awaitEffects(count, LONG)).as("%d effects", count).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException("the test is over", e);
    }
  }

  private SendReport send(URI intake, int connections, Iterator<Shipment> shipments)
      throws InterruptedException {
    SendSettings settings = SendSettings.to(intake).withConnections(connections).withRetryFor(LONG);
    try (Sending sending = new Sending(settings, stripe, accepted)) {
      return sending.run(shipments);
    }
  }

  /** Sends one event once, and expects it to be taken. */
  SimulatedEvent sendOne(URI intake, long index) throws InterruptedException {
    assertThat(send(intake, 1, 1, index).isComplete()).isTrue();
    return stripe.event(index);
  }

  /** The numbers below {@code count}. */
  static long[] upTo(int count) {
    return LongStream.range(0, count).toArray();
  }

  @Override
  public void close() {
    gateways.forEach(GatewayProcess::close);
    receiver.close();
  }
}
