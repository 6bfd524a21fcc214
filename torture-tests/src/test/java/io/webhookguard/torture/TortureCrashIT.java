package io.webhookguard.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.webhookguard.torture.check.Figures;
import io.webhookguard.torture.check.Vacuity;
import io.webhookguard.torture.plan.KillPoint;
import io.webhookguard.torture.plan.RunPlan;
import io.webhookguard.torture.plan.StoreKind;
import io.webhookguard.torture.report.Judged;
import io.webhookguard.torture.stage.Programs;
import io.webhookguard.torture.stage.StoreRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The short run: all stores, one after the other. */
@Timeout(1_200)
final class TortureCrashIT {

  /** With fewer, no draw of the schedule is sure to hold every point. */
  private static final int KILLS_FOR_ALL_POINTS = 75;

  private static final int KILLS_OF_EACH =
      Integer.getInteger("guard.torture.kills", KILLS_FOR_ALL_POINTS);
  private static final Duration LONGEST_OF_EACH = Duration.ofMinutes(3);

  @TempDir static Path folder;

  /** Until it is known how long it takes on a machine that is busy with nothing else. */
  @BeforeAll
  static void onlyWhereThereIsTime() {
    assumeTrue(
        System.getProperty("guard.tier", "gate").equals("long"),
        "the short run of torture is in the long tier");
  }

  @Test
  void promisesHoldOnAllStores() throws Exception {
    long seed = Long.getLong("guard.seed", System.nanoTime() % 1_000_000);
    Programs programs = Programs.packedIn(folder);
    List<Judged> runs = new ArrayList<>();
    for (StoreKind store : StoreKind.values()) {
      RunPlan plan = new RunPlan(store, seed, 4, KILLS_OF_EACH, LONGEST_OF_EACH, 30, 3);
      Judged run = Judged.of(plan, StoreRun.run(plan, programs, folder.resolve(store.label())));
      System.out.println(store.label() + ", seed " + seed + ": " + run.figures().line());
      assertThat(run.breaches()).as("again with: %s", run.replay()).isEmpty();
      assertThat(run.figures().recovery(0.99))
          .as("recovery on %s", store)
          .isLessThanOrEqualTo(4 * RunPlan.RECOVERY_LIMIT.toMillis());
      runs.add(run);
    }
    Figures all = runs.stream().map(Judged::figures).reduce(Figures::plus).orElseThrow();
    assertThat(Vacuity.complaints(all)).isEmpty();
    if (KILLS_OF_EACH >= KILLS_FOR_ALL_POINTS) {
      assertEveryPointStruck(all);
    }
  }

  private static void assertEveryPointStruck(Figures all) {
    Set<KillPoint> missed = EnumSet.allOf(KillPoint.class);
    missed.removeAll(all.points().keySet());
    assertThat(missed).isEmpty();
  }
}
