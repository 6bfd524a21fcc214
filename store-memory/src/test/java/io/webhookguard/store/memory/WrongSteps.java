package io.webhookguard.store.memory;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.Intervention;
import io.webhookguard.api.store.InterventionAnswer;
import io.webhookguard.api.store.Steps;
import java.util.LinkedHashMap;
import java.util.Map;

/** What can be wrong with steps. */
final class WrongSteps {

  private WrongSteps() {}

  static Steps withoutToken(MemoryStore store) {
    return new Steps() {
      @Override
      public Recalled recall(Claim claim) {
        return store.steps().recall(claim);
      }

      @Override
      public Recorded record(Claim claim, String step, Payload result) {
        Claim newest =
            store
                .events()
                .find(claim.key())
                .filter(record -> record.newestToken() > 0)
                .map(record -> new FencingToken(record.newestToken()))
                .map(
                    token ->
                        new Claim(
                            claim.key(), claim.owner(), claim.claimId(), token, claim.leaseEnd()))
                .orElse(claim);
        return store.steps().record(newest, step, result);
      }
    };
  }

  static Steps pretending(MemoryStore store) {
    return new Steps() {
      @Override
      public Recalled recall(Claim claim) {
        return store.steps().recall(claim);
      }

      @Override
      public Recorded record(Claim claim, String step, Payload result) {
        return new Recorded.Kept();
      }
    };
  }

  static EventStore keptByReplay(MemoryStore store, StoreState state) {
    return new ForwardingEvents(store.events()) {
      @Override
      public InterventionAnswer intervene(EventKey key, Intervention intervention) {
        synchronized (state) {
          Map<String, Payload> before = new LinkedHashMap<>();
          state.events.find(key).ifPresent(row -> before.putAll(row.steps));
          InterventionAnswer answer = right.intervene(key, intervention);
          state.events.find(key).ifPresent(row -> row.steps.putAll(before));
          return answer;
        }
      }
    };
  }
}
