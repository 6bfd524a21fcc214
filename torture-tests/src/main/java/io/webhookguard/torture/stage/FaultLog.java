package io.webhookguard.torture.stage;

import io.webhookguard.torture.history.Fault;
import io.webhookguard.torture.history.Fault.Kind;
import io.webhookguard.torture.history.LogFile;
import io.webhookguard.torture.plan.Arming;
import io.webhookguard.torture.plan.KillPoint;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Writes down what was done to whom, and counts it. Safe for use by many threads. */
final class FaultLog implements AutoCloseable {

  private final LogFile log;
  private final Map<Kind, AtomicInteger> counts = new EnumMap<>(Kind.class);
  private final Set<KillPoint> struck = ConcurrentHashMap.newKeySet();

  FaultLog(Path file) {
    this.log = LogFile.appendTo(file);
    for (Kind kind : Kind.values()) {
      counts.put(kind, new AtomicInteger());
    }
  }

  void happened(Kind kind, String node, String detail) {
    new Fault(System.currentTimeMillis(), kind, node, detail).to(log);
    count(kind).incrementAndGet();
    if (kind == Kind.POINT) {
      struck.add(Arming.parse(detail).point());
    }
  }

  /** Of these points, those at which nobody was struck yet. */
  List<KillPoint> missing(List<KillPoint> points) {
    return points.stream().filter(point -> !struck.contains(point)).toList();
  }

  /** How many workers were killed so far. */
  int kills() {
    return count(Kind.KILLED).get() + count(Kind.HALTED).get();
  }

  /** How often this happened so far. */
  int of(Kind kind) {
    return count(kind).get();
  }

  private AtomicInteger count(Kind kind) {
    return counts.getOrDefault(kind, new AtomicInteger());
  }

  @Override
  public void close() {
    log.close();
  }
}
