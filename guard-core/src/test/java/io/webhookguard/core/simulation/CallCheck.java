package io.webhookguard.core.simulation;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.core.InterposedStore;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Looks at what one node sends to the store in one call, and at what it sends again. */
final class CallCheck {

  /** What the store knows an arrival by. */
  private record Id(UUID deliveryId, EventKey key) {}

  private final Stage stage;
  private final String node;
  private final List<List<Id>> lost = new ArrayList<>();

  CallCheck(Stage stage, String node) {
    this.stage = stage;
    this.node = node;
  }

  /** A call is about to be sent. */
  void sent(InterposedStore.Call call) {
    if (call.name().equals("admit")) {
      List<Id> batch = batch(call);
      requireDifferent(batch.stream().map(Id::key).toList());
      requireAskedAsItWas(batch);
      if (batch.stream().map(Id::deliveryId).distinct().count() > 1) {
        stage.tally.count("several requests in one call");
      }
    }
    if (call.name().equals("settle") && call.subject() instanceof List<?>) {
      List<EventKey> keys = keysOfEnds(call);
      requireDifferent(keys);
      if (keys.size() > 1) {
        stage.tally.count("several ends in one call");
      }
    }
  }

  /** Its outcome is not known. */
  void lost(InterposedStore.Call call) {
    if (call.name().equals("admit")) {
      lost.add(batch(call));
    }
  }

  /** It is known. */
  void answered(InterposedStore.Call call) {
    if (call.name().equals("admit") && lost.removeAll(List.of(batch(call)))) {
      stage.tally.count("lost admission asked for");
    }
  }

  private static List<Id> batch(InterposedStore.Call call) {
    List<Id> batch = new ArrayList<>();
    for (Object each : (List<?>) call.subject()) {
      Arrival arrival = (Arrival) each;
      batch.add(new Id(arrival.deliveryId(), arrival.key()));
    }
    return batch;
  }

  private static List<EventKey> keysOfEnds(InterposedStore.Call call) {
    List<EventKey> keys = new ArrayList<>();
    for (Object each : (List<?>) call.subject()) {
      keys.add(((Settlement) each).claim().key());
    }
    return keys;
  }

  private void requireDifferent(List<EventKey> keys) {
    stage.require(
        keys.stream().distinct().count() == keys.size(),
        Invariant.ONE_KEY_PER_CALL,
        node + " sent " + keys + " in one call");
  }

  private void requireAskedAsItWas(List<Id> batch) {
    for (List<Id> before : lost) {
      stage.require(
          before.equals(batch) || before.stream().noneMatch(batch::contains),
          Invariant.ASKED_AS_IT_WAS,
          node + " lost the answer to " + before + " and sent " + batch);
    }
  }
}
