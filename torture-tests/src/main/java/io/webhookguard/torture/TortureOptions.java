package io.webhookguard.torture;

import io.webhookguard.torture.plan.RunPlan;
import io.webhookguard.torture.plan.StoreKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * What the command line asks for.
 *
 * @param time no round starts after this
 * @param rounds the most rounds
 * @param kills how many kills end a round
 */
record TortureOptions(
    Duration time,
    int rounds,
    long seed,
    int kills,
    List<StoreKind> stores,
    Path report,
    boolean help) {

  static final String USAGE =
      """
      Usage: guard torture [--minutes N] [--seed S] [--store NAME[,NAME]] [--kills K] [--rounds R] [--report FILE]
      Kills and pauses real processes on real stores and checks what they leave. Needs Linux on x86-64.
        --minutes N     how long, 10 unless given
        --seed S        what schedule and events follow from; round r has the seed S + r
        --store NAMES   sqlite, postgres, mysql, redis; all of them in turn unless given
        --kills K       how many kills end a round, 80 unless given
        --rounds R      the most rounds
        --report FILE   the report page, torture-report.html unless given
      Exits 1 if an invariant was broken; what was found is printed with the command that runs it again.""";

  private static final int SLOTS = 4;
  private static final int EVENTS_PER_SECOND = 30;
  private static final int KILLS_PER_SERVER_KILL = 25;
  private static final Duration LONGEST_ROUND = Duration.ofMinutes(3);

  /**
   * Reads the arguments.
   *
   * @throws IllegalArgumentException if they are not as {@link #USAGE} says
   */
  static TortureOptions parse(String... arguments) {
    Duration time = Duration.ofMinutes(10);
    int rounds = Integer.MAX_VALUE;
    long seed = System.currentTimeMillis() % 1_000_000;
    int kills = 80;
    List<StoreKind> stores = List.of(StoreKind.values());
    Path report = Path.of("torture-report.html");
    Iterator<String> words = List.of(arguments).iterator();
    while (words.hasNext()) {
      String name = words.next();
      if (name.equals("--help")) {
        return new TortureOptions(time, rounds, seed, kills, stores, report, true);
      }
      if (!words.hasNext()) {
        throw new IllegalArgumentException(name + " needs a value");
      }
      String value = words.next();
      switch (name) {
        case "--minutes" -> time = Duration.ofSeconds(Math.round(60 * Double.parseDouble(value)));
        case "--rounds" -> rounds = Integer.parseInt(value);
        case "--seed" -> seed = Long.parseLong(value);
        case "--kills" -> kills = Integer.parseInt(value);
        case "--store" ->
            stores = Arrays.stream(value.split(",", -1)).map(StoreKind::named).toList();
        case "--report" -> report = Path.of(value);
        default -> throw new IllegalArgumentException("unknown option " + name);
      }
    }
    return new TortureOptions(time, rounds, seed, kills, stores, report, false);
  }

  /** The plan of a round. */
  RunPlan plan(StoreKind store, long roundSeed, Duration left) {
    Duration longest = left.compareTo(LONGEST_ROUND) < 0 ? left : LONGEST_ROUND;
    return new RunPlan(
        store,
        roundSeed,
        SLOTS,
        kills,
        longest,
        EVENTS_PER_SECOND,
        Math.max(1, kills / KILLS_PER_SERVER_KILL));
  }
}
