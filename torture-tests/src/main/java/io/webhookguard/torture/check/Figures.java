package io.webhookguard.torture.check;

import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.torture.history.Answer;
import io.webhookguard.torture.history.Fault;
import io.webhookguard.torture.history.Fault.Kind;
import io.webhookguard.torture.history.History;
import io.webhookguard.torture.history.LedgerRow;
import io.webhookguard.torture.plan.KillPoint;
import io.webhookguard.torture.plan.Strike;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a run came to, in numbers.
 *
 * @param kills workers that were killed, by themselves or from outside
 * @param inFlight how many of them held a claim that another worker took over
 * @param pauses pauses past the lease
 * @param cuts connections cut, replies lost, calls made to fail
 * @param points how often each kill point struck
 * @param takeovers claims taken over
 * @param fenced late writes that were refused
 * @param duplicates deliveries of known events that ran nothing
 * @param known requests that the bank knew by their key
 * @param unanswered requests of which the sender does not know what became
 * @param seconds from the first start to the last fault
 */
public record Figures(
    int events,
    int requests,
    int kills,
    int inFlight,
    int pauses,
    int cuts,
    int serverKills,
    Map<KillPoint, Integer> points,
    Map<Strike, Integer> strikes,
    long takeovers,
    long fenced,
    long duplicates,
    long known,
    long unanswered,
    int forgeries,
    double seconds,
    List<Long> recoveryMillis) {

  /** Counts. */
  public static Figures of(History history) {
    Map<KillPoint, Integer> points = new EnumMap<>(KillPoint.class);
    Map<Strike, Integer> strikes = new EnumMap<>(Strike.class);
    for (Fault fault : history.faults()) {
      if (fault.kind() == Kind.POINT) {
        String[] parts = fault.detail().split(":", -1);
        points.merge(KillPoint.valueOf(parts[0]), 1, Integer::sum);
        strikes.merge(Strike.valueOf(parts[1]), 1, Integer::sum);
      }
    }
    return new Figures(
        history.events().size(),
        history.answers().size(),
        (int) history.faults().stream().filter(fault -> fault.kind().kills()).count(),
        inFlight(history),
        count(history, Kind.PAUSED),
        count(history, Kind.CUT) + count(history, Kind.SILENCED),
        count(history, Kind.SERVER_KILLED),
        points,
        strikes,
        sum(history, DecisionKind.RECOVERED),
        sum(history, DecisionKind.SUPERSEDED),
        sum(history, DecisionKind.DUPLICATE),
        history.bank().stream().filter(line -> !line.applied()).count(),
        history.answers().stream().filter(answer -> answer.status() == Answer.NONE).count(),
        history.forgeries().size(),
        seconds(history),
        Recoveries.of(history).stream().map(Recoveries.Recovery::tookMillis).sorted().toList());
  }

  /** The figures of two runs together. */
  public Figures plus(Figures other) {
    Map<KillPoint, Integer> allPoints = new EnumMap<>(KillPoint.class);
    allPoints.putAll(points);
    other.points.forEach((point, times) -> allPoints.merge(point, times, Integer::sum));
    Map<Strike, Integer> allStrikes = new EnumMap<>(Strike.class);
    allStrikes.putAll(strikes);
    other.strikes.forEach((strike, times) -> allStrikes.merge(strike, times, Integer::sum));
    return new Figures(
        events + other.events,
        requests + other.requests,
        kills + other.kills,
        inFlight + other.inFlight,
        pauses + other.pauses,
        cuts + other.cuts,
        serverKills + other.serverKills,
        allPoints,
        allStrikes,
        takeovers + other.takeovers,
        fenced + other.fenced,
        duplicates + other.duplicates,
        known + other.known,
        unanswered + other.unanswered,
        forgeries + other.forgeries,
        seconds + other.seconds,
        Stream.concat(recoveryMillis.stream(), other.recoveryMillis.stream()).sorted().toList());
  }

  /** All that a person wants to know, in one line. */
  public String line() {
    return String.format(
        Locale.ROOT,
        "%d events, %d requests, %d kills (%d hit running work), %d pauses past the lease, %d server"
            + " kills, %d cuts, %d takeovers, %d late writes refused, %d duplicates, recovery p50 %d"
            + " ms, p99 %d ms of %d, %.0f s under faults",
        events,
        requests,
        kills,
        inFlight,
        pauses,
        serverKills,
        cuts,
        takeovers,
        fenced,
        duplicates,
        recovery(0.5),
        recovery(0.99),
        recoveryMillis.size(),
        seconds);
  }

  private static int count(History history, Kind kind) {
    return (int) history.faults().stream().filter(fault -> fault.kind() == kind).count();
  }

  private static long sum(History history, DecisionKind kind) {
    return history.ledger().stream()
        .filter(row -> row.kind() == kind)
        .mapToLong(LedgerRow::count)
        .sum();
  }

  /** Kills of nodes of which another node took a claim over. */
  private static int inFlight(History history) {
    Set<String> robbed = new HashSet<>();
    history
        .stories()
        .values()
        .forEach(
            story -> {
              String holder = "";
              for (LedgerRow row : story) {
                if (row.kind() == DecisionKind.RECOVERED) {
                  robbed.add(holder);
                }
                if (row.kind() == DecisionKind.STARTED || row.kind() == DecisionKind.RECOVERED) {
                  holder = row.actor();
                }
              }
            });
    return (int)
        history.faults().stream()
            .filter(fault -> fault.kind().kills() && robbed.contains(fault.node()))
            .count();
  }

  private static double seconds(History history) {
    List<Fault> faults = history.faults();
    long end =
        faults.stream()
            .filter(fault -> fault.kind() == Kind.FAULTS_OVER)
            .mapToLong(Fault::atMillis)
            .findFirst()
            .orElse(0);
    return faults.isEmpty() ? 0 : Math.max(0, end - faults.get(0).atMillis()) / 1_000.0;
  }

  /**
   * The recovery time that this share of all recoveries does not exceed.
   *
   * @param share such as 0.99
   * @return in milliseconds; 0 when there was no recovery
   */
  public long recovery(double share) {
    if (recoveryMillis.isEmpty()) {
      return 0;
    }
    int place = (int) Math.ceil(share * recoveryMillis.size()) - 1;
    return recoveryMillis.get(Math.max(0, place));
  }
}
