package io.webhookguard.core.internal;

import io.webhookguard.api.store.Settlement;

/** Ends of attempts on their way into the store. Whoever sends them repeats them until answered. */
enum SettlementFreight implements Freight<Settlement> {
  INSTANCE;

  @Override
  public String title() {
    return "settlements";
  }

  @Override
  public Object key(Settlement settlement) {
    return settlement.claim().key();
  }

  @Override
  public long bytes(Settlement settlement) {
    return settlement instanceof Settlement.Complete complete
        ? complete.response().body().map(body -> (long) body.length).orElse(0L)
        : 0;
  }

  @Override
  public boolean isAskedFor() {
    return false;
  }
}
