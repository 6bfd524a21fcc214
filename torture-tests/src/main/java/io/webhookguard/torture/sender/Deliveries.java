package io.webhookguard.torture.sender;

import io.webhookguard.adapter.ProviderSimulator;
import io.webhookguard.adapter.SimulatedEvent;
import io.webhookguard.adapter.SimulatorSettings;
import io.webhookguard.adapter.stripe.StripeSimulator;
import io.webhookguard.api.provider.Secret;
import io.webhookguard.torture.history.LogFile;
import io.webhookguard.torture.history.Sent;
import io.webhookguard.torture.plan.Workload;
import io.webhookguard.torture.worker.Guards;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * What is to be delivered next, drawn from a seed: new events at a given pace, one to three times
 * each, forged ones among them, and again whatever was not acknowledged. Safe for use by many
 * threads.
 */
final class Deliveries {

  /** Events that are on their way at most; while nobody answers, no more are made. */
  private static final int MOST_OPEN = 150;

  private static final int LANES = 24;

  /** Requests wait in a heap of this size and leave it in any order. */
  private static final int HEAP = 12;

  private static final long FORGED_FROM = 1_000_000_000L;
  private static final int FORGED_PERCENT = 6;
  private static final int AGAIN_PERCENT = 8;

  private final Random random;
  private final List<Provider> providers = new ArrayList<>();
  private final long nanosPerEvent;
  private final LogFile sent;
  private final List<Request> heap = new ArrayList<>();
  private final long startedNanos = System.nanoTime();
  private long made;
  private int open;
  private boolean over;

  /** Who sends the events of a workload. */
  private record Provider(Workload workload, ProviderSimulator simulator) {}

  Deliveries(long seed, List<Workload> workloads, int eventsPerSecond, LogFile sent) {
    this.random = new Random(seed);
    this.nanosPerEvent = 1_000_000_000L / eventsPerSecond;
    this.sent = sent;
    for (Workload workload : workloads) {
      SimulatorSettings settings =
          SimulatorSettings.seeded(seed * 31 + workload.number()).withLanes(LANES);
      providers.add(
          new Provider(
              workload, StripeSimulator.of(Secret.of(Guards.secretOf(workload)), settings)));
    }
  }

  /** The next request; nothing when all is delivered and no more is to come. */
  synchronized Optional<Request> next() throws InterruptedException {
    while (true) {
      makeWhatIsDue();
      if (heap.size() > HEAP || (!heap.isEmpty() && (over || open >= MOST_OPEN || isLate()))) {
        return Optional.of(heap.remove(random.nextInt(heap.size())));
      }
      if (over && open == 0) {
        return Optional.empty();
      }
      wait(Math.max(1, nanosToNext() / 1_000_000));
    }
  }

  /** Not to hold back the last few while nothing new comes. */
  private boolean isLate() {
    return nanosToNext() > 0;
  }

  private long nanosToNext() {
    return startedNanos + made * nanosPerEvent - System.nanoTime();
  }

  private void makeWhatIsDue() {
    while (!over && open < MOST_OPEN && heap.size() <= HEAP && nanosToNext() <= 0) {
      make();
    }
    if (open >= MOST_OPEN && nanosToNext() < 0) {
      // What could not be made in time is not made up for.
      made = (System.nanoTime() - startedNanos) / nanosPerEvent;
    }
  }

  private void make() {
    Provider drawn = providers.get(random.nextInt(providers.size()));
    Workload workload = drawn.workload();
    ProviderSimulator provider = drawn.simulator();
    if (random.nextInt(100) < FORGED_PERCENT) {
      SimulatedEvent event = provider.event(FORGED_FROM + made);
      ProviderSimulator.Flaw[] flaws = ProviderSimulator.Flaw.values();
      open++;
      heap.add(
          new Request(workload, provider, event, Optional.of(flaws[random.nextInt(flaws.length)])));
    }
    SimulatedEvent event = provider.event(made);
    new Sent(
            workload.source(),
            event.eventId(),
            workload.hasLanes() ? event.lane() : "",
            HexFormat.of().formatHex(event.body().sha256().toByteArray()))
        .to(sent);
    int copies = 1 + random.nextInt(3) * random.nextInt(2);
    for (int i = 0; i < copies; i++) {
      open++;
      heap.add(new Request(workload, provider, event, Optional.empty()));
    }
    made++;
    notifyAll();
  }

  /** The request was acknowledged; some are made again all the same, as if the answer was lost. */
  synchronized void acknowledged(Request request) {
    if (!over && random.nextInt(100) < AGAIN_PERCENT) {
      heap.add(request);
    } else {
      open--;
    }
    notifyAll();
  }

  /** The request is to be made again. */
  synchronized void failed(Request request) {
    heap.add(request);
    notifyAll();
  }

  /** A forged request was answered, or not: it is not made again. */
  synchronized void forged() {
    open--;
    notifyAll();
  }

  /** No new events from now on. */
  synchronized void end() {
    over = true;
    notifyAll();
  }
}
