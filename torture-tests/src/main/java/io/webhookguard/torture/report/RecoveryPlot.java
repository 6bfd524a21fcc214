package io.webhookguard.torture.report;

import io.webhookguard.torture.check.Recoveries.Recovery;
import io.webhookguard.torture.plan.RunPlan;
import io.webhookguard.torture.plan.StoreKind;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How long each event took from its last fault to its end, over the time of the whole run. */
final class RecoveryPlot {

  private static final int WIDTH = 960;
  private static final int HEIGHT = 320;
  private static final int LEFT = 60;
  private static final int BOTTOM = 30;
  private static final List<String> COLOURS = List.of("#1f77b4", "#2ca02c", "#ff7f0e", "#d62728");

  private final List<Judged> runs;
  private final long from;
  private final long to;
  private final long most;

  RecoveryPlot(List<Judged> runs) {
    this.runs = runs;
    this.from = all(runs).mapToLong(Recovery::atMillis).min().orElse(0);
    this.to = Math.max(from + 1, all(runs).mapToLong(Recovery::atMillis).max().orElse(1));
    this.most =
        Math.max(
            RunPlan.RECOVERY_LIMIT.toMillis(),
            all(runs).mapToLong(Recovery::tookMillis).max().orElse(1));
  }

  private static Stream<Recovery> all(List<Judged> runs) {
    return runs.stream().flatMap(run -> run.recoveries().stream());
  }

  void to(StringBuilder page) {
    page.append("<h2>Recovery times</h2><p>From the last fault that touched an event, its store or")
        .append(
            " the last worker that could take it over, to its end. The line is the limit of the")
        .append(" 99th percentile: lease + poll + 2 s.</p>\n")
        .append(
            String.format(
                Locale.ROOT,
                "<svg width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"Recovery times\">%n",
                WIDTH,
                HEIGHT));
    for (int second = 0; second * 1_000L <= most; second++) {
      line(page, second * 1_000L, "#ddd");
      page.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%d\" y=\"%.0f\" font-size=\"11\" text-anchor=\"end\">%d s</text>%n",
              LEFT - 6,
              y(second * 1_000L) + 4,
              second));
    }
    line(page, RunPlan.RECOVERY_LIMIT.toMillis(), "#b00020");
    for (Judged run : runs) {
      String colour = COLOURS.get(run.plan().store().number() - 1);
      for (Recovery recovery : run.recoveries()) {
        page.append(
            String.format(
                Locale.ROOT,
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2\" fill=\"%s\" fill-opacity=\"0.6\"/>%n",
                x(recovery.atMillis()),
                y(recovery.tookMillis()),
                colour));
      }
    }
    legend(page);
    page.append("</svg>\n");
  }

  private void line(StringBuilder page, long millis, String colour) {
    page.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%d\" x2=\"%d\" y1=\"%.0f\" y2=\"%.0f\" stroke=\"%s\"/>%n",
            LEFT,
            WIDTH,
            y(millis),
            y(millis),
            colour));
  }

  private static void legend(StringBuilder page) {
    for (StoreKind store : StoreKind.values()) {
      page.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%d\" y=\"%d\" font-size=\"12\" fill=\"%s\">%s</text>%n",
              LEFT + 100 * (store.number() - 1),
              HEIGHT - 8,
              COLOURS.get(store.number() - 1),
              store.label()));
    }
  }

  private double x(long atMillis) {
    return LEFT + (double) (atMillis - from) / (to - from) * (WIDTH - LEFT - 5);
  }

  private double y(long tookMillis) {
    return HEIGHT - BOTTOM - (double) tookMillis / most * (HEIGHT - BOTTOM - 10);
  }
}
