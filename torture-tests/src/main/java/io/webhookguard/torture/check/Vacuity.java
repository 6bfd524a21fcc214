package io.webhookguard.torture.check;

import java.util.ArrayList;
import java.util.List;

/** Whether a run was hard enough: one in which nothing could go wrong proves nothing. */
public final class Vacuity {

  private static final double LEAST_IN_FLIGHT = 0.15;
  private static final double LEAST_EVENTS_PER_SECOND = 4;

  private Vacuity() {}

  /** What is missing; empty when the run says something. */
  public static List<String> complaints(Figures figures) {
    List<String> complaints = new ArrayList<>();
    require(figures.kills() > 0, "no worker was killed", complaints);
    require(
        figures.inFlight() >= LEAST_IN_FLIGHT * figures.kills(),
        figures.inFlight() + " of " + figures.kills() + " kills hit running work",
        complaints);
    require(figures.takeovers() > 0, "nothing was taken over", complaints);
    require(figures.fenced() > 0, "no late write was refused", complaints);
    require(figures.duplicates() > 0, "no duplicate came", complaints);
    require(figures.forgeries() > 0, "nothing was forged", complaints);
    require(figures.unanswered() > 0, "every request was answered", complaints);
    require(
        figures.events() >= LEAST_EVENTS_PER_SECOND * figures.seconds(),
        figures.events() + " events in " + figures.seconds() + " s",
        complaints);
    return complaints;
  }

  private static void require(boolean holds, String complaint, List<String> complaints) {
    if (!holds) {
      complaints.add(complaint);
    }
  }
}
