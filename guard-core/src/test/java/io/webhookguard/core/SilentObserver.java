package io.webhookguard.core;

import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.provider.Receipt;
import io.webhookguard.api.provider.Rejection;
import java.time.Duration;

/** Hears everything and does nothing: tests override what they listen to. */
public class SilentObserver implements GuardObserver {

  @Override
  public void received(Route route, Receipt.Outcome outcome) {}

  @Override
  public void refused(String source, Rejection reason) {}

  @Override
  public void unavailable(String source, Unavailability why) {}

  @Override
  public void started(Route route, Duration waited) {}

  @Override
  public void ended(Route route, Ending ending, Duration ran, Duration recording) {}

  @Override
  public void deadLetter(Route route, FailureReason reason) {}

  @Override
  public void superseded(Route route) {}

  @Override
  public void recovered(Route route) {}

  @Override
  public void leaseLost(Route route) {}

  @Override
  public void probed(Route route, Probed found) {}

  @Override
  public void intervened(Route route, DecisionKind what) {}

  @Override
  public void gathered(SharedCall call, int items) {}

  @Override
  public void storeClock(Duration ahead) {}
}
