package io.webhookguard.torture.sender;

import io.webhookguard.adapter.ProviderSimulator;
import io.webhookguard.adapter.SimulatedDelivery;
import io.webhookguard.adapter.SimulatedEvent;
import io.webhookguard.torture.plan.Workload;
import java.time.Instant;
import java.util.Optional;

/**
 * A delivery that is to be made until it is acknowledged, or once if it is forged.
 *
 * @param flaw what is wrong with it, if it is forged
 */
record Request(
    Workload workload,
    ProviderSimulator provider,
    SimulatedEvent event,
    Optional<ProviderSimulator.Flaw> flaw) {

  /** Signed now. */
  SimulatedDelivery delivery(Instant now) {
    return flaw.map(wrong -> provider.deliver(event, wrong, now))
        .orElseGet(() -> provider.deliver(event, now));
  }
}
