package io.webhookguard.core;

import io.webhookguard.api.event.Route;
import java.time.Duration;
import java.util.List;

/** Notes how attempts ended. */
final class Endings extends SilentObserver {

  private final List<GuardObserver.Ending> heard;

  Endings(List<GuardObserver.Ending> heard) {
    this.heard = heard;
  }

  List<GuardObserver.Ending> heard() {
    return heard;
  }

  @Override
  public void ended(Route route, Ending ending, Duration ran, Duration recording) {
    heard.add(ending);
  }
}
