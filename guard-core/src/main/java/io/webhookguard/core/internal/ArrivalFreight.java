package io.webhookguard.core.internal;

import io.webhookguard.api.store.Arrival;

/** Events on their way into the store. Their delivery ids are known to it. */
enum ArrivalFreight implements Freight<Arrival> {
  INSTANCE;

  @Override
  public String title() {
    return "admissions";
  }

  @Override
  public Object key(Arrival arrival) {
    return arrival.key();
  }

  @Override
  public long bytes(Arrival arrival) {
    return arrival.payload().size();
  }

  @Override
  public boolean isAskedFor() {
    return true;
  }
}
