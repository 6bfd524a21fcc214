package io.webhookguard.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Compares contenders in rounds in which they take turns: each works for a slice of time, and its
 * ratio is to the raw statements of the same round. Machines are noisy, so the median of the rounds
 * counts, and the least and greatest stand beside it. Contenders stay open through all rounds, as a
 * service does: opening connections and planning statements is not measured.
 *
 * @param seconds of a slice
 */
record Comparison(int rounds, double seconds) {

  /** The contender to which all others are compared. */
  static final String RAW = "raw (b)";

  static final String HEADER =
      "callers | contender | events/s | ratio (least-greatest) | CPU us/event";

  /** Rounds that are not counted: connections are opened and plans are made in them. */
  private static final int WARM_UPS = 1;

  /** Before everything: a guard that is still being compiled spends more on that than on events. */
  private static final int WARM_UP_ROUNDS = 8;

  private static final int WARM_UP_CALLERS = 16;

  /** Runs what will be measured until it is compiled. */
  void warmUp(Map<String, Supplier<Contender>> makers) throws Exception {
    new Comparison(WARM_UP_ROUNDS, seconds).slices(makers, WARM_UP_CALLERS);
  }

  /** Measures and prints a line for each contender. */
  void print(Map<String, Supplier<Contender>> makers, int callers) throws Exception {
    Map<String, List<Slice>> slices = slices(makers, callers);
    List<Slice> raw = slices.getOrDefault(RAW, List.of());
    slices.forEach((name, own) -> print(callers, name, own, raw));
  }

  private Map<String, List<Slice>> slices(Map<String, Supplier<Contender>> makers, int callers)
      throws Exception {
    Map<String, Contender> contenders = new LinkedHashMap<>();
    Map<String, List<Slice>> slices = new LinkedHashMap<>();
    try {
      makers.forEach((name, maker) -> contenders.put(name, maker.get()));
      for (int round = -WARM_UPS; round < rounds; round++) {
        for (Map.Entry<String, Contender> contender : contenders.entrySet()) {
          Slice slice = slice(contender.getValue(), callers);
          if (round >= 0) {
            slices.computeIfAbsent(contender.getKey(), name -> new ArrayList<>()).add(slice);
          }
        }
      }
    } finally {
      contenders.values().forEach(Contender::close);
    }
    return slices;
  }

  /** What one contender did in one slice. */
  private record Slice(double eventsPerSecond, double cpuMicrosPerEvent) {}

  private Slice slice(Contender contender, int callers) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    AtomicLong events = new AtomicLong();
    String run = UUID.randomUUID().toString().substring(0, 13);
    try {
      double cpuBefore = cpuOfMachine();
      long start = System.nanoTime();
      long end = start + (long) (seconds * 1e9);
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        String ids = "evt_" + run + "-" + i + "-";
        done.add(
            threads.submit(
                () -> {
                  for (long n = 0; System.nanoTime() < end; n++) {
                    contender.event(ids + n);
                    events.addAndGet(contender.eventsOfCall());
                  }
                  return null;
                }));
      }
      for (Future<?> one : done) {
        one.get();
      }
      double took = (System.nanoTime() - start) / 1e9;
      return new Slice(events.get() / took, (cpuOfMachine() - cpuBefore) * 1e6 / events.get());
    } finally {
      threads.shutdownNow();
    }
  }

  /** Seconds of processor time that the whole machine has spent, as Linux counts them. */
  private static double cpuOfMachine() throws IOException {
    String[] fields =
        Files.readString(Path.of("/proc/stat")).lines().findFirst().orElse("").split(" +", -1);
    long busy = Long.parseLong(fields[1]) + Long.parseLong(fields[2]) + Long.parseLong(fields[3]);
    return busy / 100.0;
  }

  private static void print(int callers, String name, List<Slice> own, List<Slice> raw) {
    double[] ratios = new double[own.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = own.get(i).eventsPerSecond() / raw.get(i).eventsPerSecond();
    }
    Arrays.sort(ratios);
    System.out.printf(
        Locale.ROOT,
        "%7d | %-22s | %8.0f | %5.2f (%.2f-%.2f) | %4.0f%n",
        callers,
        name,
        median(own.stream().mapToDouble(Slice::eventsPerSecond).sorted().toArray()),
        median(ratios),
        ratios[0],
        ratios[ratios.length - 1],
        median(own.stream().mapToDouble(Slice::cpuMicrosPerEvent).sorted().toArray()));
  }

  private static double median(double[] sorted) {
    return sorted[sorted.length / 2];
  }
}
