package io.webhookguard.torture;

import io.webhookguard.torture.check.Vacuity;
import io.webhookguard.torture.plan.KillPoint;
import io.webhookguard.torture.plan.RunPlan;
import io.webhookguard.torture.plan.StoreKind;
import io.webhookguard.torture.report.Judged;
import io.webhookguard.torture.report.ReportPage;
import io.webhookguard.torture.stage.Programs;
import io.webhookguard.torture.stage.StoreRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The long run: rounds on one store after the other, each with a fresh store and a seed of its own,
 * until the time is over. Writes a report page. Exits 1 if an invariant was broken. Recoveries that
 * took long are told and break nothing: that may be the machine.
 */
public final class Torture {

  private static final double P99 = 0.99;

  private final TortureOptions options;
  private final Path root;
  private final List<Judged> runs = new ArrayList<>();

  private Torture(TortureOptions options, Path root) {
    this.options = options;
    this.root = root;
  }

  /** Takes what {@link TortureOptions#USAGE} says. */
  public static void main(String[] arguments) throws Exception {
    TortureOptions options;
    try {
      options = TortureOptions.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println("guard torture: " + e.getMessage());
      System.err.println(TortureOptions.USAGE);
      System.exit(2);
      return;
    }
    if (options.help()) {
      System.out.println(TortureOptions.USAGE);
      return;
    }
    Path root = Files.createTempDirectory("guard-torture");
    boolean held = new Torture(options, root).run();
    System.exit(held ? 0 : 1);
  }

  private boolean run() throws IOException, InterruptedException {
    String commit = commit();
    say("seed " + options.seed() + ", commit " + commit + ", files in " + root);
    Programs programs = Programs.packedIn(root);
    long end = System.nanoTime() + options.time().toNanos();
    for (int round = 0; round < options.rounds() && System.nanoTime() - end < 0; round++) {
      StoreKind store = options.stores().get(round % options.stores().size());
      Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
      RunPlan plan = options.plan(store, options.seed() + round, left);
      Judged run = Judged.of(plan, StoreRun.run(plan, programs, root.resolve("round-" + round)));
      runs.add(run);
      report(round, run);
    }
    ReportPage.write(options.report(), runs, commit);
    say("report: " + options.report().toAbsolutePath());
    sayPointsThatNeverStruck();
    boolean held = runs.stream().allMatch(Judged::held);
    int kills = runs.stream().mapToInt(run -> run.figures().kills()).sum();
    say(kills + " kills in " + runs.size() + " rounds, " + (held ? "all held" : "BROKEN"));
    if (held) {
      delete(root);
    }
    return held;
  }

  private void sayPointsThatNeverStruck() {
    for (StoreKind store : options.stores()) {
      Set<KillPoint> missed = EnumSet.noneOf(KillPoint.class);
      missed.addAll(KillPoint.on(store));
      runs.stream()
          .filter(run -> run.plan().store() == store)
          .forEach(run -> missed.removeAll(run.figures().points().keySet()));
      if (!missed.isEmpty()) {
        say("says little: on " + store.label() + " nothing struck at " + missed);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  private static void report(int round, Judged run) {
    say("round " + round + " on " + run.plan().store().label() + ": " + run.figures().line());
    long limit = RunPlan.RECOVERY_LIMIT.toMillis();
    if (run.figures().recovery(P99) > limit) {
      say(
          "  late: the 99th percentile of recoveries is above lease + poll + 2 s = "
              + limit
              + " ms");
    }
    Vacuity.complaints(run.figures()).forEach(complaint -> say("  says little: " + complaint));
    if (!run.held()) {
      run.breaches().forEach(breach -> say("  BROKEN " + breach));
      say("  files: " + run.folder());
      say("  again: " + run.replay());
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private static String commit() throws IOException, InterruptedException {
    Process git = new ProcessBuilder("git", "rev-parse", "--short", "HEAD").start();
    try (InputStream out = git.getInputStream()) {
      String hash = new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
      return git.waitFor() == 0 ? hash : "unknown";
    }
  }
}
