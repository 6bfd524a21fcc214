package io.webhookguard.core;

import io.webhookguard.api.event.Route;
import io.webhookguard.api.provider.Receipt;
import io.webhookguard.api.provider.Rejection;
import java.time.Duration;
import java.util.List;

/** Notes how attempts ended. */
record Endings(List<GuardObserver.Ending> heard) implements GuardObserver {

  @Override
  public void received(Route route, Receipt.Outcome outcome) {}

  @Override
  public void refused(String source, Rejection reason) {}

  @Override
  public void unavailable(String source, Unavailability why) {}

  @Override
  public void started(Route route) {}

  @Override
  public void ended(Route route, Ending ending, Duration ran) {
    heard.add(ending);
  }

  @Override
  public void superseded(Route route) {}

  @Override
  public void recovered(Route route) {}
}
