package io.webhookguard.conformance;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The named points at which clients died while a conformance class ran: proof that its crash tests
 * were not empty, and what its report lists.
 *
 * <p>Tests get it as a parameter. Safe for use by many threads.
 */
public final class CrashPoints {

  private final Map<String, Set<String>> byTransition = new LinkedHashMap<>();

  CrashPoints() {}

  /** A client died there in a call of this kind. */
  synchronized void visit(String transition, String point) {
    byTransition.computeIfAbsent(transition, first -> new LinkedHashSet<>()).add(point);
  }

  /** How many points were visited, each once for each kind of call. */
  synchronized int count() {
    return byTransition.values().stream().mapToInt(Collection::size).sum();
  }

  /** The kinds of calls in which a client died. */
  synchronized Set<String> transitions() {
    return Collections.unmodifiableSet(new LinkedHashSet<>(byTransition.keySet()));
  }

  /** The points, each once whatever the calls. */
  synchronized Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    byTransition.values().forEach(names::addAll);
    return Collections.unmodifiableSet(names);
  }
}
