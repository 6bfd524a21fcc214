package io.webhookguard.core.simulation;

import io.webhookguard.api.store.GuardStore;
import io.webhookguard.core.handler.Handler;

/** Makes of a right engine what is to be simulated: the right one itself, or a wrong one. */
interface Engine {

  /** The engine as it is. */
  Engine RIGHT =
      new Engine() {
        @Override
        public GuardStore storeOf(SimulatedNode node, Stage stage, GuardStore store) {
          return store;
        }

        @Override
        public Handler handlerOf(SimulatedNode node, Stage stage, Handler handler) {
          return handler;
        }
      };

  /** What the engine takes for the store. */
  GuardStore storeOf(SimulatedNode node, Stage stage, GuardStore store);

  /** What the engine takes for the handler. */
  Handler handlerOf(SimulatedNode node, Stage stage, Handler handler);
}
