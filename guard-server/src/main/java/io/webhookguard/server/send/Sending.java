package io.webhookguard.server.send;

import io.webhookguard.adapter.ProviderSimulator;
import io.webhookguard.adapter.SimulatedEvent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Sends events as a provider does: signed, several at once, again when they were not taken.
 *
 * <h2>Order</h2>
 *
 * <p>In lane order, the first delivery of an event is sent only after the event before it in its
 * lane was answered 2xx for the first time, or was given up. So whoever received them knows them in
 * the order of their numbers, and an event that ran before its predecessor ran out of order. The
 * copies of one event are sent side by side, and may still be under way when its successors are.
 *
 * <h2>Memory</h2>
 *
 * <p>At most {@value #WINDOW} events are under way, whatever their number: reading stops until one
 * of them is done. A lane that is stuck can so hold up the others, but never fill the memory.
 */
public final class Sending implements AutoCloseable {

  private static final int WINDOW = 1024;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  private static final int MAX_DOUBLINGS = 10;

  private final SendSettings settings;
  private final ProviderSimulator simulator;
  private final SendObserver observer;
  private final HttpSender http;
  private final InstantSource clock = InstantSource.system();
  private final LaneGate lanes = new LaneGate();
  private final Semaphore window = new Semaphore(WINDOW);
  private final ThreadPoolExecutor connections;

  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile boolean closed;

  private final Map<String, LongAdder> requests = new ConcurrentHashMap<>();
  private final LongAdder events = new LongAdder();
  private final LongAdder acknowledgedEvents = new LongAdder();
  private final LongAdder deliveries = new LongAdder();
  private final LongAdder acknowledgedDeliveries = new LongAdder();
  private final LongAdder endedDeliveries = new LongAdder();

  /** Prepares to send what the simulator makes. */
  public Sending(SendSettings settings, ProviderSimulator simulator, SendObserver observer) {
    this.settings = settings;
    this.simulator = simulator;
    this.observer = observer;
    this.http = new HttpSender(settings.url(), settings.timeout());
    this.connections =
        new ThreadPoolExecutor(
            settings.connections(),
            settings.connections(),
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(),
            daemons("send-"),
            new ThreadPoolExecutor.DiscardPolicy());
  }

  /**
   * Sends all shipments and waits until each of their deliveries has ended. To be called once.
   *
   * @throws InterruptedException if the thread was interrupted, or this was closed meanwhile
   */
  public SendReport run(Iterator<Shipment> shipments) throws InterruptedException {
    long start = System.nanoTime();
    while (shipments.hasNext()) {
      acquire(1);
      Shipment shipment = shipments.next();
      events.increment();
      deliveries.add(shipment.copies());
      Optional<Shipment> free =
          settings.laneOrder() ? lanes.enter(shipment) : Optional.of(shipment);
      free.ifPresent(this::depart);
    }
    acquire(WINDOW);
    return report(Duration.ofNanos(System.nanoTime() - start));
  }

  private void acquire(int permits) throws InterruptedException {
    window.acquire(permits);
    Throwable cause = failure.get();
    if (cause != null) {
      throw new IllegalStateException("sending failed: " + cause, cause);
    }
    if (closed) {
      throw new InterruptedException("closed while sending");
    }
  }

  /** How many deliveries have ended so far. */
  public long endedDeliveries() {
    return endedDeliveries.sum();
  }

  /** How many events were acknowledged so far. */
  public long acknowledgedEvents() {
    return acknowledgedEvents.sum();
  }

  /** Stops sending; what was not sent yet is dropped. */
  @Override
  public void close() {
    closed = true;
    connections.shutdownNow();
    window.release(2 * WINDOW); // wakes whoever waits in run
  }

  private void depart(Shipment shipment) {
    Journey journey = new Journey(shipment);
    for (int copy = 0; copy < shipment.copies(); copy++) {
      connections.execute(new Delivery(journey));
    }
  }

  private void arrive(Journey journey, Outcome last) {
    endedDeliveries.increment();
    if (last.isAcknowledged()) {
      acknowledgedDeliveries.increment();
    }
    switch (journey.end(last.isAcknowledged())) {
      case NONE -> {}
      case ACKNOWLEDGED -> acknowledge(journey);
      case ACKNOWLEDGED_LAST -> {
        acknowledge(journey);
        finish(journey, true);
      }
      case FINISHED -> finish(journey, true);
      case GIVEN_UP -> {
        next(journey);
        finish(journey, false);
      }
    }
  }

  private void acknowledge(Journey journey) {
    acknowledgedEvents.increment();
    observer.onAcknowledged(journey.shipment().event());
    next(journey);
  }

  private void next(Journey journey) {
    if (settings.laneOrder()) {
      lanes.leave(journey.shipment()).ifPresent(this::depart);
    }
  }

  private void finish(Journey journey, boolean acknowledged) {
    observer.onFinished(journey.shipment().event(), acknowledged);
    window.release();
  }

  private SendReport report(Duration elapsed) {
    TreeMap<String, Long> counts = new TreeMap<>();
    requests.forEach((label, count) -> counts.put(label, count.sum()));
    return new SendReport(
        events.sum(),
        acknowledgedEvents.sum(),
        deliveries.sum(),
        acknowledgedDeliveries.sum(),
        Collections.unmodifiableSortedMap(counts),
        elapsed);
  }

  private static ThreadFactory daemons(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, prefix + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** One delivery of an event: a request, and more of them while it is not taken. */
  private final class Delivery implements Runnable {

    private final Journey journey;
    private int failures;
    private long firstRequest;

    Delivery(Journey journey) {
      this.journey = journey;
    }

    @Override
    public void run() {
      try {
        request();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // closed
      } catch (RuntimeException | Error e) {
        failure.compareAndSet(null, e);
        close();
      }
    }

    private void request() throws InterruptedException {
      if (failures == 0) {
        firstRequest = System.nanoTime();
      }
      SimulatedEvent event = journey.shipment().event();
      Outcome outcome = http.send(simulator.deliver(event, clock.instant()));
      requests.computeIfAbsent(outcome.label(), label -> new LongAdder()).increment();
      observer.onOutcome(event, outcome);
      if (!outcome.isAcknowledged() && outcome.isWorthRetrying() && hasTime()) {
        pause();
      } else {
        arrive(journey, outcome);
      }
    }

    private boolean hasTime() {
      return System.nanoTime() - firstRequest < settings.retryFor().toNanos();
    }

    private void pause() {
      long millis = FIRST_PAUSE.toMillis() << Math.min(failures, MAX_DOUBLINGS);
      failures++;
      CompletableFuture.delayedExecutor(
              Math.min(millis, LONGEST_PAUSE.toMillis()), TimeUnit.MILLISECONDS, connections)
          .execute(this);
    }
  }
}
