package io.webhookguard.core.internal;

import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.provider.Receipt;
import io.webhookguard.api.provider.Rejection;
import io.webhookguard.core.GuardObserver;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes on what happens, and keeps an observer that throws from changing what happens. */
final class CarefulObserver implements GuardObserver {

  private static final Logger log = LoggerFactory.getLogger(CarefulObserver.class);

  private final GuardObserver observer;
  private final AtomicBoolean complained = new AtomicBoolean();

  CarefulObserver(GuardObserver observer) {
    this.observer = observer;
  }

  private void tell(Runnable news) {
    try {
      news.run();
    } catch (RuntimeException | Error e) {
      if (complained.compareAndSet(false, true)) {
        log.warn("WG901 the observer threw; further failures of it are not logged", e);
      }
    }
  }

  @Override
  public void received(Route route, Receipt.Outcome outcome) {
    tell(() -> observer.received(route, outcome));
  }

  @Override
  public void refused(String source, Rejection reason) {
    tell(() -> observer.refused(source, reason));
  }

  @Override
  public void unavailable(String source, Unavailability why) {
    tell(() -> observer.unavailable(source, why));
  }

  @Override
  public void started(Route route, Duration waited) {
    tell(() -> observer.started(route, waited));
  }

  @Override
  public void ended(Route route, Ending ending, Duration ran, Duration recording) {
    tell(() -> observer.ended(route, ending, ran, recording));
  }

  @Override
  public void deadLetter(Route route, FailureReason reason) {
    tell(() -> observer.deadLetter(route, reason));
  }

  @Override
  public void superseded(Route route) {
    tell(() -> observer.superseded(route));
  }

  @Override
  public void recovered(Route route) {
    tell(() -> observer.recovered(route));
  }

  @Override
  public void leaseLost(Route route) {
    tell(() -> observer.leaseLost(route));
  }

  @Override
  public void probed(Route route, Probed found) {
    tell(() -> observer.probed(route, found));
  }

  @Override
  public void intervened(Route route, DecisionKind what) {
    tell(() -> observer.intervened(route, what));
  }

  @Override
  public void gathered(SharedCall call, int items) {
    tell(() -> observer.gathered(call, items));
  }

  @Override
  public void storeClock(Duration ahead) {
    tell(() -> observer.storeClock(ahead));
  }
}
