package io.webhookguard.torture.check;

import io.webhookguard.torture.history.Fault;
import io.webhookguard.torture.history.History;
import io.webhookguard.torture.history.LedgerRow;
import io.webhookguard.torture.plan.RunPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How long events took that met a fault while they ran: from the last fault that touched them to
 * their end.
 *
 * <p>A fault touches an event if it happens to a node that held a claim of the event then, or to
 * everyone: to the store, or to the last worker that could have taken over. A worker can take over
 * from a few polls behind its start on, and from one lease behind a pause or an outage of the store
 * on (it cannot know what it missed). The end of a time without any such worker counts as a fault
 * of everyone. An event that has started is the head of its lane, so that it waits for no other.
 */
public final class Recoveries {

  private static final long BACK_MILLIS = RunPlan.LEASE.toMillis();
  private static final long READY_MILLIS = 2 * RunPlan.POLL.toMillis();

  private Recoveries() {}

  /**
   * One recovery.
   *
   * @param atMillis when the event came to its end
   * @param tookMillis how long behind the last fault
   */
  public record Recovery(String event, long atMillis, long tookMillis) {}

  /** All recoveries of a run, in the order of their events. */
  public static List<Recovery> of(History history) {
    Map<String, NavigableSet<Long>> ofNodes = new HashMap<>();
    NavigableSet<Long> ofAll = new TreeSet<>();
    for (Fault fault : history.faults()) {
      if (fault.kind().touches()) {
        boolean everyone =
            fault.node().equals(Fault.STORE) || fault.detail().contains("holds up all");
        (everyone ? ofAll : ofNodes.computeIfAbsent(fault.node(), node -> new TreeSet<>()))
            .add(fault.atMillis());
      }
    }
    Touches touches = new Touches(ofNodes, ofAll, new TreeSet<>(endsOfGaps(history.faults())));
    List<Recovery> recoveries = new ArrayList<>();
    history
        .stories()
        .forEach((id, story) -> touches.recovery(id.toString(), story).ifPresent(recoveries::add));
    return recoveries;
  }

  /**
   * When what was touched.
   *
   * @param ofNodes faults of one node each
   * @param ofAll faults of everyone
   * @param endsOfGaps when there was somebody again who could take over
   */
  private record Touches(
      Map<String, NavigableSet<Long>> ofNodes,
      NavigableSet<Long> ofAll,
      NavigableSet<Long> endsOfGaps) {

    /** The recovery of an event that was taken over. */
    Optional<Recovery> recovery(String event, List<LedgerRow> story) {
      long end = 0;
      boolean taken = false;
      List<LedgerRow> grants = new ArrayList<>();
      for (LedgerRow row : story) {
        switch (row.kind()) {
          case COMPLETED, FAILED, PARKED -> end = row.atMillis();
          case STARTED -> grants.add(row);
          case RECOVERED -> {
            grants.add(row);
            taken = true;
          }
          default -> {
            // Neither a claim nor an end.
          }
        }
      }
      long last = last(grants, end);
      return taken && end > 0 && last > 0
          ? Optional.of(new Recovery(event, end, end - last))
          : Optional.empty();
    }

    private long last(List<LedgerRow> grants, long end) {
      long last = 0;
      for (int i = 0; i < grants.size(); i++) {
        long from = grants.get(i).atMillis();
        boolean waits = i + 1 < grants.size();
        long to = waits ? grants.get(i + 1).atMillis() : end;
        NavigableSet<Long> own = ofNodes.getOrDefault(grants.get(i).actor(), new TreeSet<>());
        last = Math.max(last, Math.max(lastIn(own, from, to), lastIn(ofAll, from, to)));
        if (waits) {
          last = Math.max(last, lastIn(endsOfGaps, from, to));
        }
      }
      return last;
    }
  }

  private static long lastIn(NavigableSet<Long> times, long from, long to) {
    Long last = times.floor(to);
    return last == null || last < from ? 0 : last;
  }

  private static void end(
      Map<Long, Integer> changes, Map<String, Long> able, String node, long at) {
    Long since = able.remove(node);
    if (since != null && at > since) {
      changes.merge(since, 1, Integer::sum);
      changes.merge(at, -1, Integer::sum);
    }
  }

  /** When there was a worker again that could take over. */
  private static List<Long> endsOfGaps(List<Fault> faults) {
    Map<Long, Integer> changes = new TreeMap<>();
    Map<String, Long> able = new HashMap<>();
    Set<String> alive = new HashSet<>();
    Set<String> away = new HashSet<>();
    for (Fault fault : faults) {
      switch (fault.kind()) {
        case READY -> {
          alive.add(fault.node());
          able.put(fault.node(), fault.atMillis() + READY_MILLIS);
        }
        case RESUMED, HEARD -> {
          if (alive.contains(fault.node())) {
            able.put(fault.node(), fault.atMillis() + BACK_MILLIS);
          }
        }
        case PAUSED, SILENCED -> end(changes, able, fault.node(), fault.atMillis());
        case KILLED, HALTED, ENDED, STOPPED -> {
          end(changes, able, fault.node(), fault.atMillis());
          alive.remove(fault.node());
          away.remove(fault.node());
        }
        case SERVER_KILLED -> {
          away.addAll(able.keySet());
          away.forEach(node -> end(changes, able, node, fault.atMillis()));
        }
        case SERVER_BACK -> {
          away.forEach(node -> able.put(node, fault.atMillis() + BACK_MILLIS));
          away.clear();
        }
        default -> {
          // Changes nothing about who can take over.
        }
      }
    }
    able.values().forEach(since -> changes.merge(since, 1, Integer::sum));
    List<Long> ends = new ArrayList<>();
    int count = 0;
    for (Map.Entry<Long, Integer> change : changes.entrySet()) {
      boolean none = count == 0;
      count += change.getValue();
      if (none && count > 0) {
        ends.add(change.getKey());
      }
    }
    return ends;
  }
}
