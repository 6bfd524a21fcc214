package io.webhookguard.conformance.model;

import io.webhookguard.api.event.Completion;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Intervention;
import io.webhookguard.api.store.InterventionAnswer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The positions that events got whose admissions overlapped: no rule fixes them, but the order of
 * their lane follows from them.
 *
 * @param positions of the events that were admitted while calls overlapped
 * @param lanes of those that are in a lane
 * @param isComplete false when an event may have moved before anybody saw where it was: then the
 *     order of its lane cannot be judged
 */
record Foresight(Map<EventKey, Long> positions, Map<EventKey, Sha256> lanes, boolean isComplete) {

  static Foresight of(Model before, History history, LastReads last) {
    Map<EventKey, Long> positions = new HashMap<>();
    Map<EventKey, Sha256> lanes = new HashMap<>();
    history.all().forEach(heard -> shown(heard).forEach(record -> note(record, positions)));
    last.records().values().forEach(found -> found.ifPresent(record -> note(record, positions)));
    positions.keySet().removeIf(key -> before.find(key).isPresent());
    last.records()
        .forEach(
            (key, found) -> found.flatMap(Foresight::lane).ifPresent(of -> lanes.put(key, of)));
    boolean complete =
        history.all().stream().noneMatch(heard -> mayMove(heard, history, positions.keySet()));
    return new Foresight(positions, lanes, complete);
  }

  private static <A> List<EventRecord> shown(Heard<A> heard) {
    return heard.answer().map(heard.call()::shown).orElse(List.of());
  }

  /** Positions only grow, so the smallest one is the first. */
  private static void note(EventRecord record, Map<EventKey, Long> positions) {
    positions.merge(record.key(), record.position(), Math::min);
  }

  private static Optional<Sha256> lane(EventRecord record) {
    return record.lane().isNone() || isIgnored(record)
        ? Optional.empty()
        : Optional.of(record.lane().digest(record.key().route(), record.key().scope()));
  }

  /** It was in no lane, so its position says nothing (ES-8). */
  private static boolean isIgnored(EventRecord record) {
    return record.status() instanceof Status.Complete complete
        && complete.how() == Completion.IGNORED;
  }

  /** Whether an event may have moved before or after the only place where it was seen. */
  private static boolean mayMove(Heard<?> heard, History history, Set<EventKey> newcomers) {
    if (!(heard.call() instanceof EventCalls.Intervene move)
        || move.intervention() instanceof Intervention.Discard
        || move.intervention() instanceof Intervention.Erase) {
      return false;
    }
    boolean unknown = heard.answer().isEmpty();
    boolean done = unknown || heard.answer().get() instanceof InterventionAnswer.Done;
    return done
        && (newcomers.contains(move.key())
            || (unknown && history.all().stream().anyMatch(other -> isAnother(move, other))));
  }

  private static boolean isAnother(EventCalls.Intervene move, Heard<?> other) {
    return other.call() instanceof EventCalls.Intervene second
        && second.key().equals(move.key())
        && !second.intervention().id().equals(move.intervention().id());
  }

  // LN-3.

  /** An event whose admission began after another's was answered stands behind it (LN-3). */
  void requireOrderOfLanes(History history) {
    Map<EventKey, Long> answered = new HashMap<>();
    Map<EventKey, Long> began = new HashMap<>();
    for (Heard<?> heard : history.all()) {
      if (heard.call() instanceof EventCalls.Admit admit) {
        admit.keys().forEach(key -> began.merge(key, heard.began(), Math::min));
        admittedBy(heard, admit).forEach(key -> answered.merge(key, heard.ended(), Math::min));
        requireOrderOfBatch(history, heard, admit);
      }
    }
    for (EventKey first : positions.keySet()) {
      for (EventKey second : positions.keySet()) {
        long end = answered.getOrDefault(first, Long.MAX_VALUE);
        if (end < began.getOrDefault(second, 0L)) {
          requireOrder(history, first, second);
        }
      }
    }
  }

  private void requireOrderOfBatch(History history, Heard<?> heard, EventCalls.Admit admit) {
    Set<EventKey> admitted = admittedBy(heard, admit);
    List<EventKey> order = admit.keys().stream().filter(admitted::contains).toList();
    for (int i = 1; i < order.size(); i++) {
      for (int j = 0; j < i; j++) {
        requireOrder(history, order.get(j), order.get(i));
      }
    }
  }

  private Set<EventKey> admittedBy(Heard<?> heard, EventCalls.Admit admit) {
    Set<EventKey> admitted = new HashSet<>();
    List<?> answers = heard.answer().map(List.class::cast).orElse(List.of());
    for (int i = 0; i < answers.size(); i++) {
      Arrival arrival = admit.arrivals().get(i);
      boolean isNew =
          answers.get(i) instanceof Admission.Queued || answers.get(i) instanceof Admission.Claimed;
      if (isNew && positions.containsKey(arrival.key())) {
        admitted.add(arrival.key());
      }
    }
    return admitted;
  }

  private void requireOrder(History history, EventKey first, EventKey second) {
    Optional<Sha256> lane = Optional.ofNullable(lanes.get(first));
    if (lane.isEmpty() || !lane.equals(Optional.ofNullable(lanes.get(second)))) {
      return;
    }
    long one = positions.getOrDefault(first, 0L);
    long two = positions.getOrDefault(second, 0L);
    if (one >= two) {
      throw new Disagreement(
              "LN-3",
              "LN-3 "
                  + first
                  + " was admitted first and is at "
                  + one
                  + ", "
                  + second
                  + " at "
                  + two)
          .after(history.toString());
    }
  }
}
