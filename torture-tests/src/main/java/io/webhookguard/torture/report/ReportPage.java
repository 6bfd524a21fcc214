package io.webhookguard.torture.report;

import io.webhookguard.torture.check.Figures;
import io.webhookguard.torture.check.Invariant;
import io.webhookguard.torture.plan.KillPoint;
import io.webhookguard.torture.plan.RunPlan;
import io.webhookguard.torture.plan.StoreKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One HTML page about a long run, with nothing outside of it. */
public final class ReportPage {

  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8"><title>Torture report</title><style>
      body{font:15px/1.5 sans-serif;max-width:70em;margin:2em auto;padding:0 1em;color:#222}
      table{border-collapse:collapse;margin:1em 0}td,th{border:1px solid #ccc;padding:.25em .6em;text-align:right}
      td:first-child,th:first-child,td.t{text-align:left}.bad{color:#b00020;font-weight:bold}.good{color:#0a6b2d}
      code{background:#f3f3f3;padding:0 .2em}svg{background:#fafafa;border:1px solid #ccc}
      </style></head><body>
      """;

  private final List<Judged> runs;
  private final String commit;
  private final StringBuilder page = new StringBuilder(HEAD);

  private ReportPage(List<Judged> runs, String commit) {
    this.runs = runs;
    this.commit = commit;
  }

  /** Writes the page. */
  public static void write(Path file, List<Judged> runs, String commit) throws IOException {
    Files.writeString(file, new ReportPage(runs, commit).text());
  }

  private String text() {
    Map<StoreKind, Figures> byStore = new EnumMap<>(StoreKind.class);
    for (Judged run : runs) {
      byStore.merge(run.plan().store(), run.figures(), Figures::plus);
    }
    heading(byStore);
    figures(byStore);
    new RecoveryPlot(runs).to(page);
    points(byStore);
    absent();
    invariants();
    rounds();
    page.append("</body></html>\n");
    return page.toString();
  }

  private void heading(Map<StoreKind, Figures> byStore) {
    int kills = byStore.values().stream().mapToInt(Figures::kills).sum();
    long broken = runs.stream().filter(run -> !run.held()).count();
    line("<h1>Torture report</h1>");
    line(
        "<p>Commit <code>%s</code>, %s, Java %s, %d processors, %d rounds.</p>",
        escaped(commit),
        escaped(System.getProperty("os.name") + " " + System.getProperty("os.version")),
        escaped(Runtime.version().toString()),
        Runtime.getRuntime().availableProcessors(),
        runs.size());
    line(
        broken == 0
            ? "<p class=good>All invariants held in all rounds.</p>"
            : "<p class=bad>Invariants were broken in %d rounds.</p>",
        broken);
    line(
        "<p>Workers killed: <b>%d</b>. Where nothing was found in N kills that are independent, the"
            + " true share of kills that break something is below 3/N with 95 %% confidence:"
            + " here %.3f %%. Lease %d ms, poll %d ms, pauses %d ms.</p>",
        kills,
        kills == 0 ? 100 : 300.0 / kills,
        RunPlan.LEASE.toMillis(),
        RunPlan.POLL.toMillis(),
        RunPlan.PAUSE.toMillis());
  }

  private void figures(Map<StoreKind, Figures> byStore) {
    line(
        "<h2>Figures</h2><table><tr><th>store</th><th>events</th><th>requests</th><th>kills</th>"
            + "<th>that hit running work</th><th>pauses</th><th>server kills</th><th>cuts</th>"
            + "<th>takeovers</th><th>late writes refused</th><th>duplicates</th><th>known keys</th>"
            + "<th>forged</th><th>s</th><th>recovery p50</th><th>p99</th><th>longest</th></tr>");
    byStore.forEach(
        (store, of) ->
            line(
                "<tr><td>%s</td><td>%d</td><td>%d</td><td>%d</td><td>%d</td><td>%d</td><td>%d</td>"
                    + "<td>%d</td><td>%d</td><td>%d</td><td>%d</td><td>%d</td><td>%d</td><td>%.0f</td>"
                    + "<td>%d ms</td><td>%d ms</td><td>%d ms</td></tr>",
                store.label(),
                of.events(),
                of.requests(),
                of.kills(),
                of.inFlight(),
                of.pauses(),
                of.serverKills(),
                of.cuts(),
                of.takeovers(),
                of.fenced(),
                of.duplicates(),
                of.known(),
                of.forgeries(),
                of.seconds(),
                of.recovery(0.5),
                of.recovery(0.99),
                of.recovery(1)));
    line("</table>");
  }

  private void points(Map<StoreKind, Figures> byStore) {
    line("<h2>Kill points</h2><table><tr><th>point</th><th>meaning</th>");
    byStore.keySet().forEach(store -> line("<th>%s</th>", store.label()));
    line("</tr>");
    for (KillPoint point : KillPoint.values()) {
      line("<tr><td>%s</td><td class=t>%s</td>", point, escaped(point.meaning()));
      byStore.forEach(
          (store, of) ->
              line(
                  "<td>%s</td>",
                  point.existsOn(store)
                      ? Integer.toString(of.points().getOrDefault(point, 0))
                      : "–"));
      line("</tr>");
    }
    line("</table><p>–: the store has no such moment.</p>");
  }

  private void absent() {
    line("<h2>Moments that are not killed at here</h2><table><tr><th>moment</th><th>why</th></tr>");
    KillPoint.ABSENT.forEach(
        moment ->
            line(
                "<tr><td>%s</td><td class=t>%s</td></tr>",
                escaped(moment.name()), escaped(moment.why())));
    line("</table>");
  }

  private void invariants() {
    line("<h2>Invariants</h2><table><tr><th></th><th>what must hold</th><th>broken in</th></tr>");
    for (Invariant invariant : Invariant.values()) {
      long broken =
          runs.stream()
              .filter(run -> run.breaches().stream().anyMatch(b -> b.invariant() == invariant))
              .count();
      line(
          "<tr><td>%s</td><td class=t>%s</td><td>%d rounds</td></tr>",
          invariant, escaped(invariant.meaning()), broken);
    }
    line("</table>");
  }

  private void rounds() {
    line("<h2>Rounds</h2><table><tr><th>again with</th><th>kills</th><th>result</th></tr>");
    for (Judged run : runs) {
      line(
          "<tr><td><code>%s</code></td><td>%d</td><td class=t>%s</td></tr>",
          escaped(run.replay()),
          run.figures().kills(),
          run.held() ? "held" : escaped(run.breaches().toString()));
    }
    line("</table>");
  }

  private void line(String format, Object... values) {
    page.append(values.length == 0 ? format : String.format(Locale.ROOT, format, values))
        .append('\n');
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
