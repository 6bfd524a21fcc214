package io.webhookguard.server.demo;

import io.webhookguard.adapter.ProviderSimulator;
import io.webhookguard.adapter.SimulatedDelivery;
import io.webhookguard.adapter.SimulatedEvent;
import java.time.Instant;
import java.util.Set;

/** A simulator whose every delivery has the same flaw. */
public final class FlawedSimulator implements ProviderSimulator {

  private final ProviderSimulator genuine;
  private final Flaw flaw;

  /** Spoils what the other makes. */
  public FlawedSimulator(ProviderSimulator genuine, Flaw flaw) {
    this.genuine = genuine;
    this.flaw = flaw;
  }

  @Override
  public String provider() {
    return genuine.provider();
  }

  @Override
  public Set<Flaw> flaws() {
    return genuine.flaws();
  }

  @Override
  public SimulatedEvent event(long index) {
    return genuine.event(index);
  }

  @Override
  public SimulatedDelivery deliver(SimulatedEvent event, Instant now) {
    return genuine.deliver(event, flaw, now);
  }

  @Override
  public SimulatedDelivery deliver(SimulatedEvent event, Flaw other, Instant now) {
    return genuine.deliver(event, other, now);
  }
}
