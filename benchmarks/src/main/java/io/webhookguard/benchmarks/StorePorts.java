package io.webhookguard.benchmarks;

import io.webhookguard.api.event.Attributes;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The store's own calls, each caller in its own thread: admit to run, settle. The direct path. */
final class StorePorts implements Contender {

  private static final Route ROUTE = new Route("stripe", "main");

  private final GuardStore store;
  private final int batch;

  StorePorts(GuardStore store, int batch) {
    this.store = store;
    this.batch = batch;
  }

  @Override
  public void event(String id) {
    List<Arrival> arrivals = new ArrayList<>(batch);
    for (int i = 0; i < batch; i++) {
      arrivals.add(arrival(batch == 1 ? id : id + "-" + i));
    }
    List<Settlement> ends = new ArrayList<>(batch);
    for (Admission admission : store.events().admit(arrivals)) {
      Admission.Claimed claimed = (Admission.Claimed) admission;
      ends.add(new Settlement.Complete(claimed.attempt().claim(), Response.EMPTY));
    }
    store.events().settle(ends);
  }

  private static Arrival arrival(String id) {
    return new Arrival(
        UUID.randomUUID(),
        new EventKey(ROUTE, "acct_1/live", id),
        "invoice.paid",
        Lane.NONE,
        0,
        Attributes.EMPTY,
        Payload.of("application/json", Body.BYTES),
        new Arrival.Intent.Claim("node-1", UUID.randomUUID(), Duration.ofSeconds(30)));
  }

  @Override
  public int eventsOfCall() {
    return batch;
  }

  @Override
  public void close() {
    store.close();
  }
}
