package io.webhookguard.server.commands;

import io.webhookguard.adapter.ProviderSimulator;
import io.webhookguard.adapter.SimulatedEvent;
import io.webhookguard.adapter.SimulatorSettings;
import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.provider.Secret;
import io.webhookguard.server.config.Units;
import io.webhookguard.server.send.EventFile;
import io.webhookguard.server.send.Outcome;
import io.webhookguard.server.send.Progress;
import io.webhookguard.server.send.SendObserver;
import io.webhookguard.server.send.SendReport;
import io.webhookguard.server.send.SendSettings;
import io.webhookguard.server.send.Sending;
import io.webhookguard.server.send.Shipment;
import io.webhookguard.server.send.Simulators;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Plays a provider: makes, signs and sends events. */
@Command(
    name = "send",
    mixinStandardHelpOptions = true,
    description = {
      "Plays a provider: makes, signs and sends events as that provider does.",
      "The same seed makes the same events: a second run sends duplicates of the first."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:each delivery was answered 2xx in the end",
      "1:at least one was not",
      "2:wrong usage"
    })
final class SendCommand implements Callable<Integer> {

  private static final long MAX_COUNT = 1_000_000_000;
  private static final int MAX_DUPLICATES = 1_000;

  @Mixin private Output output = new Output();

  @Parameters(paramLabel = "ADAPTER", description = "Whom to play: stripe.")
  private String adapter = "";

  @Option(names = "--url", required = true, paramLabel = "U", description = "Where to send to.")
  private URI url = URI.create("");

  @Option(
      names = "--secret",
      required = true,
      paramLabel = "S",
      description = "What to sign with, as the provider shows it.")
  private String secret = "";

  @Option(
      names = "--type",
      paramLabel = "T",
      description = "Send events of this type only; a mixture unless given.")
  private Optional<String> type = Optional.empty();

  @Option(names = "--count", paramLabel = "N", description = "How many events; 1 unless given.")
  private long count = 1;

  @Option(
      names = "--duplicates",
      paramLabel = "D",
      description = "How many further deliveries of each event; none unless given.")
  private int duplicates;

  @Option(
      names = "--concurrency",
      paramLabel = "C",
      description = "How many deliveries at once; 1 unless given.")
  private int concurrency = 1;

  @Option(
      names = "--lanes",
      paramLabel = "L",
      description = "How many lanes (customers) the events are about; 10 unless given.")
  private int lanes = 10;

  @Option(
      names = "--any-order",
      description =
          "Do not wait: unless given, an event is sent when the one before it in its lane was"
              + " answered 2xx or given up.")
  private boolean anyOrder;

  @Option(
      names = "--seed",
      paramLabel = "X",
      description = "What all events follow from; a new one unless given.")
  private Optional<Long> seed = Optional.empty();

  @Option(
      names = "--body",
      paramLabel = "FILE",
      description = "Send this body, whatever it holds, in place of made ones.")
  private Optional<Path> body = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write a line for each event: id, lane, number in the lane, acknowledged.")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--retry-for",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description =
          "How long a delivery that was not taken (no connection, no answer, 408, 429, 5xx) is sent"
              + " again, such as 90s; not at all unless given.")
  private Duration retryFor = Duration.ZERO;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "How long an answer may take; 30s unless given.")
  private Duration timeout = Duration.ofSeconds(30);

  @Override
  public Integer call() throws Exception {
    long chosenSeed = seed.orElseGet(() -> (long) new SecureRandom().nextInt(Integer.MAX_VALUE));
    ProviderSimulator simulator = simulatorOf(chosenSeed);
    SendSettings settings = settings();
    PrintWriter screen = output.writer();
    screen.println("seed " + chosenSeed);
    screen.flush();
    SendReport report = send(settings, simulator);
    print(report, screen);
    return report.isComplete() ? 0 : 1;
  }

  private ProviderSimulator simulatorOf(long chosenSeed) throws CommandFailure {
    if (count < 1 || count > MAX_COUNT) {
      throw CommandFailure.usage("--count is 1 to " + MAX_COUNT + ", got " + count);
    }
    if (duplicates < 0 || duplicates > MAX_DUPLICATES) {
      throw CommandFailure.usage("--duplicates is 0 to " + MAX_DUPLICATES + ", got " + duplicates);
    }
    SimulatorSettings made =
        option("--lanes", () -> SimulatorSettings.seeded(chosenSeed).withLanes(lanes));
    if (type.isPresent()) {
      made = withType(made, type.get());
    }
    SimulatorSettings settings = body.isPresent() ? made.withBody(payloadOf(body.get())) : made;
    Secret key = option("--secret", () -> Secret.of(secret));
    return option("ADAPTER", () -> Simulators.of(adapter, key, settings));
  }

  private static SimulatorSettings withType(SimulatorSettings settings, String wanted)
      throws CommandFailure {
    return option("--type", () -> settings.withType(wanted));
  }

  /** Makes something of an option's value; whatever is wrong with it is told with its name. */
  private static <T> T option(String name, Supplier<T> maker) throws CommandFailure {
    try {
      return maker.get();
    } catch (IllegalArgumentException | ConfigurationException e) {
      throw CommandFailure.usage(name + ": " + e.getMessage());
    }
  }

  private static Payload payloadOf(Path file) throws CommandFailure {
    try {
      return Payload.of("", Files.readAllBytes(file));
    } catch (IOException | IllegalArgumentException e) {
      throw CommandFailure.usage("cannot send the body in " + file + ": " + e.getMessage());
    }
  }

  private SendSettings settings() throws CommandFailure {
    SendSettings plain = option("--url", () -> SendSettings.to(url));
    SendSettings several = option("--concurrency", () -> plain.withConnections(concurrency));
    SendSettings patient = option("--timeout", () -> several.withTimeout(timeout));
    return option("--retry-for", () -> patient.withRetryFor(retryFor)).withLaneOrder(!anyOrder);
  }

  private SendReport send(SendSettings settings, ProviderSimulator simulator)
      throws CommandFailure, IOException, InterruptedException {
    if (out.isEmpty()) {
      return send(settings, simulator, Silent.INSTANCE);
    }
    try (EventFile file = openOut(out.get())) {
      return send(settings, simulator, file);
    }
  }

  private static EventFile openOut(Path file) throws CommandFailure {
    try {
      return new EventFile(file);
    } catch (IOException e) {
      throw CommandFailure.usage("cannot write to " + file + ": " + e.getMessage());
    }
  }

  private SendReport send(SendSettings settings, ProviderSimulator simulator, SendObserver observer)
      throws InterruptedException {
    int copies = 1 + duplicates;
    Iterator<Shipment> shipments =
        LongStream.range(0, count)
            .mapToObj(index -> new Shipment(simulator.event(index), copies))
            .iterator();
    try (Sending sending = new Sending(settings, simulator, observer)) {
      String total = " of " + count * copies;
      Progress progress = Progress.show(() -> "sent " + sending.endedDeliveries() + total);
      try {
        return sending.run(shipments);
      } finally {
        progress.close();
      }
    }
  }

  private void print(SendReport report, PrintWriter screen) {
    screen.printf(
        Locale.ROOT,
        "sent %d deliveries of %d events in %.1f s (%.0f/s)%n",
        report.deliveries(),
        report.events(),
        report.elapsed().toMillis() / 1000.0,
        report.deliveriesPerSecond());
    report
        .requests()
        .forEach((label, requests) -> screen.printf(Locale.ROOT, "%-14s%d%n", label, requests));
    screen.printf(
        Locale.ROOT,
        "acknowledged: %d of %d deliveries, %d of %d events%n",
        report.acknowledgedDeliveries(),
        report.deliveries(),
        report.acknowledgedEvents(),
        report.events());
    explain(report, screen);
    screen.flush();
  }

  /** Statuses speak for themselves; what stands in for one where none came does not. */
  private void explain(SendReport report, PrintWriter screen) {
    if (report.requests().containsKey(Outcome.NotConnected.LABEL)) {
      screen.println(
          Outcome.NotConnected.LABEL
              + ": nobody took the connection at "
              + Terminal.safe(url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort()))
              + ", so nothing was delivered: check that the receiver runs there, or send for longer"
              + " with --retry-for");
    }
    if (report.requests().containsKey(Outcome.NoAnswer.LABEL)) {
      screen.println(
          Outcome.NoAnswer.LABEL
              + ": the connection was lost, or "
              + Units.text(timeout)
              + " were over, before an answer came, so these may have been delivered or not: the"
              + " same --seed sends them again, --timeout waits longer");
    }
  }

  /** Hears all and says nothing. */
  private enum Silent implements SendObserver {
    INSTANCE;

    @Override
    public void onOutcome(SimulatedEvent event, Outcome outcome) {
      // The report counts it.
    }

    @Override
    public void onAcknowledged(SimulatedEvent event) {
      // The report counts it.
    }

    @Override
    public void onFinished(SimulatedEvent event, boolean acknowledged) {
      // Nobody asked.
    }
  }
}
