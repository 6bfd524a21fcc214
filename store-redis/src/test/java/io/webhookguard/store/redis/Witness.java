package io.webhookguard.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.SettleAnswer;
import java.util.Deque;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/**
 * What the callers of a store were told, kept outside of it, and whatever does not go together with
 * what they were told before. Safe for use by many threads.
 */
final class Witness {

  private static final int NEWEST = 40;

  /** When something was answered by this process's clock, and with which token. */
  private record Told(long nanos, long token) {}

  private final Map<String, Told> admitted = new ConcurrentHashMap<>();
  private final Map<String, Told> completed = new ConcurrentHashMap<>();

  /** Grants that were no takeover, by event and number of the attempt: there is one of each. */
  private final Map<String, Told> fresh = new ConcurrentHashMap<>();

  private final Set<String> tokens = ConcurrentHashMap.newKeySet();
  private final Set<String> takeovers = ConcurrentHashMap.newKeySet();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final Deque<String> newest = new ConcurrentLinkedDeque<>();

  void admitted(String id) {
    admitted.putIfAbsent(id, new Told(System.nanoTime(), 0));
    noteNewest(id);
  }

  void granted(Attempt attempt) {
    String id = attempt.claim().key().eventId();
    Told now = new Told(System.nanoTime(), attempt.claim().token().value());
    if (!tokens.add(id + " " + now.token())) {
      wrong("granted twice under one token", attempt);
    }
    if (attempt.inDoubt()) {
      takeovers.add(id + " " + now.token());
    } else if (fresh.putIfAbsent(id + " " + attempt.number(), now) != null) {
      wrong("granted twice", attempt);
    }
    Told end = completed.get(id);
    if (end != null && end.token() < now.token()) {
      wrong("granted behind its acknowledged end", attempt);
    }
  }

  /** The answer to an end of an attempt that completes its event. */
  void completed(Attempt attempt, SettleAnswer answer) {
    String id = attempt.claim().key().eventId();
    long token = attempt.claim().token().value();
    if (answer instanceof SettleAnswer.Superseded superseded) {
      superseded(attempt, superseded);
    } else if (completed.putIfAbsent(id, new Told(System.nanoTime(), token)) != null) {
      wrong("completed twice", attempt);
    } else {
      noteNewest(id);
    }
  }

  /** Another one must have had the event since. */
  void superseded(Attempt attempt, SettleAnswer.Superseded answer) {
    if (answer.newestToken() <= attempt.claim().token().value()) {
      wrong("superseded by nobody (" + answer.newestToken() + ")", attempt);
    }
  }

  void wrong(String what, Attempt attempt) {
    wrong(what + ": " + attempt.claim() + ", attempt " + attempt.number());
  }

  void wrong(String what) {
    wrong.add(what);
  }

  /** Whether the event's end was acknowledged. */
  boolean isCompleted(String id) {
    return completed.containsKey(id);
  }

  Set<String> admitted() {
    return new TreeSet<>(admitted.keySet());
  }

  Set<String> completed() {
    return new TreeSet<>(completed.keySet());
  }

  /** How many were acknowledged since a moment. */
  long admittedSince(long nanos) {
    return admitted.values().stream().filter(told -> told.nanos() - nanos >= 0).count();
  }

  int takeovers() {
    return takeovers.size();
  }

  private void noteNewest(String id) {
    newest.add(id);
    if (newest.size() > NEWEST) {
      newest.poll();
    }
  }

  /** What was acknowledged last: what a fault that comes now is most likely to lose. */
  Set<String> newest() {
    return new TreeSet<>(newest);
  }

  /**
   * No answer since this moment counts any more: the store may lose what it is about. That no token
   * is granted twice still holds.
   *
   * @return the admissions among them
   */
  Set<String> forgetSince(long nanos) {
    Set<String> doubtful =
        admitted.entrySet().stream()
            .filter(it -> it.getValue().nanos() - nanos >= 0)
            .map(Map.Entry::getKey)
            .collect(Collectors.toCollection(TreeSet::new));
    admitted.keySet().removeAll(doubtful);
    completed.values().removeIf(told -> told.nanos() - nanos >= 0);
    fresh.values().removeIf(told -> told.nanos() - nanos >= 0);
    newest.clear();
    return doubtful;
  }

  void assertNothingWrong() {
    assertThat(wrong).as("answers that do not go together").isEmpty();
  }
}
