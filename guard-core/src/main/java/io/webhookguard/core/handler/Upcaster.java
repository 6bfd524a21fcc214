package io.webhookguard.core.handler;

import io.webhookguard.api.event.Payload;

/** Brings a payload from one version of its schema to the next. Pure: it calls nobody. */
@FunctionalInterface
public interface Upcaster {

  /**
   * Returns the payload as the newer version has it.
   *
   * @throws Exception if it cannot be one of the older version: the event becomes a dead letter
   */
  Payload upcast(Payload older) throws Exception;
}
