package io.webhookguard.torture.report;

import io.webhookguard.torture.check.Breach;
import io.webhookguard.torture.check.Checker;
import io.webhookguard.torture.check.Figures;
import io.webhookguard.torture.check.Recoveries;
import io.webhookguard.torture.history.History;
import io.webhookguard.torture.history.RunFiles;
import io.webhookguard.torture.plan.RunPlan;
import java.nio.file.Path;
import java.util.List;

/**
 * A run and what was found in its files.
 *
 * @param folder where the files are
 * @param breaches what did not hold
 * @param recoveries for the plot
 */
public record Judged(
    RunPlan plan,
    Path folder,
    List<Breach> breaches,
    Figures figures,
    List<Recoveries.Recovery> recoveries) {

  /** Reads the files and judges them. */
  public static Judged of(RunPlan plan, RunFiles files) {
    History history = History.read(files);
    return new Judged(
        plan,
        files.folder(),
        Checker.judge(history, RunPlan.LEASE),
        Figures.of(history),
        Recoveries.of(history));
  }

  /** Whether all invariants held. */
  public boolean held() {
    return breaches.isEmpty();
  }

  /** The command that makes this run again: the same schedule and events, in a new race. */
  public String replay() {
    return "./guard torture --store "
        + plan.store().label()
        + " --seed "
        + plan.seed()
        + " --kills "
        + plan.kills()
        + " --rounds 1";
  }
}
