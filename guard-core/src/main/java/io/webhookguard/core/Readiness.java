package io.webhookguard.core;

import java.util.List;

/**
 * Whether this node can do its work now.
 *
 * @param accepting whether it takes requests: it has started and does not stop
 * @param storeReachable whether its last contact with the store was good
 * @param working whether its periodic work is on time
 * @param healthy false once a handler ran out of memory: the process should be restarted
 * @param inFlight how many attempts it holds
 * @param problems one line for each thing that is wrong; empty when it is ready
 */
public record Readiness(
    boolean accepting,
    boolean storeReachable,
    boolean working,
    boolean healthy,
    int inFlight,
    List<String> problems) {

  public Readiness {
    problems = List.copyOf(problems);
  }

  /** Whether nothing is wrong. */
  public boolean ready() {
    return problems.isEmpty();
  }
}
