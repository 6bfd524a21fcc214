package io.webhookguard.core.simulation;

import io.webhookguard.api.store.GuardStore;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.ProbedHandler;
import io.webhookguard.core.handler.TransactionalHandler;
import io.webhookguard.core.runtime.GuardRuntime;

/** Makes what is to be simulated out of the right engine: that itself, or a wrong one. */
@FunctionalInterface
interface Engine {

  /** The engine as it is. */
  Engine RIGHT = (node, stage, parts) -> parts;

  /**
   * What the engine of one node is built from.
   *
   * @param store what it takes for the store
   * @param handler what it takes for the handler
   * @param probed what it takes for the handler with a probe
   * @param transactional what it takes for the transactional handler
   * @param runtime what it takes for time, threads and chance
   */
  record Parts(
      GuardStore store,
      Handler handler,
      ProbedHandler probed,
      TransactionalHandler transactional,
      GuardRuntime runtime) {}

  /** What the engine of this node is to be built from instead. */
  Parts of(SimulatedNode node, Stage stage, Parts right);
}
