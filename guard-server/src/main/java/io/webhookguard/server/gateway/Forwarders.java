package io.webhookguard.server.gateway;

import io.webhookguard.core.handler.Handler;
import io.webhookguard.server.config.ForwardConfig;

/** Makes the handler that forwards a source's events. */
@FunctionalInterface
interface Forwarders {

  /** A handler for this destination. */
  Handler to(ForwardConfig destination);
}
