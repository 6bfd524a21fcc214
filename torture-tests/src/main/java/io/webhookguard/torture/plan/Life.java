package io.webhookguard.torture.plan;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What one start of a worker will meet. It ends with SIGKILL, unless its kill point ends it before.
 *
 * @param pauseAfterMillis when it is paused past its lease, counted from its readiness
 * @param arming its kill point, if it has one
 * @param killAfterMillis when it is killed at the latest, counted from its readiness or from the
 *     end of the pause
 */
public record Life(OptionalInt pauseAfterMillis, Optional<Arming> arming, int killAfterMillis) {

  @Override
  public String toString() {
    return (pauseAfterMillis.isPresent()
            ? "pause after " + pauseAfterMillis.getAsInt()
            : "no pause")
        + ", "
        + arming.map(Arming::toString).orElse("no point")
        + ", kill after "
        + killAfterMillis;
  }
}
