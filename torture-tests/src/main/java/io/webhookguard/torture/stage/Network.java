package io.webhookguard.torture.stage;

import io.webhookguard.testsupport.network.FaultyProxy;
import io.webhookguard.torture.history.Fault.Kind;
import io.webhookguard.torture.plan.RunPlan;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Disturbs the network between workers and store, at moments and in ways that follow from a seed:
 * connections are cut, single replies are lost, all replies stay away for up to a lease and more.
 */
final class Network {

  private static final int SHORTEST_MILLIS = 300;
  private static final int SPREAD_MILLIS = 900;
  private static final int NEXT_REQUESTS = 6;

  private final Site site;
  private final List<Slot> slots;
  private final FaultLog log;
  private final Random random;

  Network(Site site, List<Slot> slots, FaultLog log, long seed) {
    this.site = site;
    this.slots = slots;
    this.log = log;
    this.random = new Random(seed);
  }

  /** Disturbs until the ending; where there is no network there is nothing to do. */
  void disturb(Slot.Ending ending) {
    while (!ending.isOver()) {
      park(SHORTEST_MILLIS + random.nextInt(SPREAD_MILLIS));
      int slot = random.nextInt(slots.size());
      if (slots.get(slot).isWorking()) {
        site.proxy(slot).ifPresent(proxy -> disturb(proxy, slots.get(slot)));
      }
    }
    for (int slot = 0; slot < slots.size(); slot++) {
      site.proxy(slot).ifPresent(FaultyProxy::loseNothing);
    }
  }

  private void disturb(FaultyProxy proxy, Slot slot) {
    int draw = random.nextInt(100);
    if (draw < 45) {
      log.happened(Kind.CUT, slot.node(), "at random");
      proxy.cutAll();
    } else if (draw < 80) {
      log.happened(Kind.CUT, slot.node(), "a reply is lost");
      proxy.loseReplyTo(1 + random.nextInt(NEXT_REQUESTS));
    } else {
      silence(proxy, slot, random.nextInt((int) RunPlan.LEASE.toMillis()));
    }
  }

  private void silence(FaultyProxy proxy, Slot slot, int millis) {
    synchronized (proxy) {
      String node = slot.node();
      log.happened(Kind.SILENCED, node, millis + " ms");
      proxy.holdReplies();
      park(millis);
      proxy.releaseReplies();
      log.happened(Kind.HEARD, node, "");
    }
  }

  private static void park(long millis) {
    LockSupport.parkNanos(millis * 1_000_000);
  }
}
