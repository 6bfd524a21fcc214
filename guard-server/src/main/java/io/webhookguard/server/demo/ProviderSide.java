package io.webhookguard.server.demo;

import io.webhookguard.adapter.ProviderSimulator;
import io.webhookguard.adapter.SimulatedEvent;
import io.webhookguard.server.send.Outcome;
import io.webhookguard.server.send.SendObserver;
import io.webhookguard.server.send.SendReport;
import io.webhookguard.server.send.SendSettings;
import io.webhookguard.server.send.Sending;
import io.webhookguard.server.send.Shipment;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Stripe and its forgers: sends the genuine events as the mixture says, and the flawed ones beside
 * them. What finds no gateway is sent again, as Stripe does.
 */
final class ProviderSide implements AutoCloseable {

  private static final int CONNECTIONS = 12;

  /** How far it may be ahead of the receiving service, so that every kill meets it at work. */
  private static final int LEAD = 40;

  private static final Duration PERSISTENCE = Duration.ofMinutes(1);

  private final Mixture mixture;
  private final Receiver receiver;
  private final SendSettings settings;
  private final ProviderSimulator stripe;
  private final Tallies tallies;
  private final AcceptedEvents accepted = new AcceptedEvents();
  private final List<Sending> sendings = new ArrayList<>();
  private final ExecutorService senders = Executors.newCachedThreadPool(ProviderSide::daemon);
  private final List<Future<SendReport>> reports = new ArrayList<>();

  ProviderSide(ProviderSimulator stripe, Mixture mixture, URI intake, Receiver receiver) {
    this.stripe = stripe;
    this.mixture = mixture;
    this.receiver = receiver;
    this.tallies = new Tallies(mixture);
    this.settings = SendSettings.to(intake).withConnections(CONNECTIONS).withRetryFor(PERSISTENCE);
  }

  /** Starts to send. */
  void start() {
    send(stripe, settings, new Paced(mixture.genuine().iterator()));
    mixture
        .forged()
        .forEach(
            (kind, shipments) -> {
              FlawedSimulator forger = new FlawedSimulator(stripe, kind.flaw().orElseThrow());
              send(forger, settings.withConnections(1), new Paced(shipments.iterator()));
            });
  }

  private void send(ProviderSimulator simulator, SendSettings how, Iterator<Shipment> shipments) {
    Sending sending = new Sending(how, simulator, new Both());
    sendings.add(sending);
    Callable<SendReport> task = () -> sending.run(shipments);
    reports.add(senders.submit(task));
  }

  /** Waits until all is sent; the answer is whether that was in time. */
  boolean awaitEnd(Duration longest) throws InterruptedException {
    long deadline = System.nanoTime() + longest.toNanos();
    for (Future<SendReport> report : reports) {
      try {
        report.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        return false;
      } catch (ExecutionException e) {
        throw new IllegalStateException("the provider's side failed", e.getCause());
      }
    }
    return true;
  }

  /** What came of each class. */
  Tallies tallies() {
    return tallies;
  }

  /** The events that were answered 2xx, in that order. */
  List<SimulatedEvent> accepted() {
    return accepted.inOrder();
  }

  @Override
  public void close() {
    sendings.forEach(Sending::close);
    senders.shutdownNow();
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "provider");
    thread.setDaemon(true);
    return thread;
  }

  /** Counts, and keeps what was accepted. */
  private final class Both implements SendObserver {
    @Override
    public void onOutcome(SimulatedEvent event, Outcome outcome) {
      tallies.onOutcome(event, outcome);
    }

    @Override
    public void onAcknowledged(SimulatedEvent event) {
      tallies.onAcknowledged(event);
      accepted.onAcknowledged(event);
    }

    @Override
    public void onFinished(SimulatedEvent event, boolean acknowledged) {
      tallies.onFinished(event, acknowledged);
    }
  }

  /** Lets the receiving service keep up. */
  private final class Paced implements Iterator<Shipment> {

    private final Iterator<Shipment> shipments;
    private int given;

    Paced(Iterator<Shipment> shipments) {
      this.shipments = shipments;
    }

    @Override
    public boolean hasNext() {
      return shipments.hasNext();
    }

    @Override
    public Shipment next() {
      try {
        if (!receiver.awaitEffects(given - LEAD, PERSISTENCE)) {
          throw new IllegalStateException("the receiving service got no further events");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new NoSuchElementException("closed");
      }
      given++;
      return shipments.next();
    }
  }
}
