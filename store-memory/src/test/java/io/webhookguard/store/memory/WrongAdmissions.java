package io.webhookguard.store.memory;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.EventStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What can be wrong with admission. */
final class WrongAdmissions {

  private WrongAdmissions() {}

  /** Admits one after another, by a rule of its own. */
  @FunctionalInterface
  private interface Rule {
    Admission admit(EventStore right, Arrival arrival);
  }

  private static EventStore by(MemoryStore store, Rule rule) {
    return new ForwardingEvents(store.events()) {
      @Override
      public List<Admission> admit(List<Arrival> arrivals) {
        if (arrivals.size() != 1) {
          return right.admit(arrivals);
        }
        return List.of(rule.admit(right, arrivals.get(0)));
      }
    };
  }

  static EventStore duplicateForBusyLane(MemoryStore store) {
    return new ForwardingEvents(store.events()) {
      @Override
      public List<Admission> admit(List<Arrival> arrivals) {
        List<Admission> answers = new ArrayList<>(right.admit(arrivals));
        for (int i = 0; i < arrivals.size(); i++) {
          boolean wishedToRun = arrivals.get(i).intent() instanceof Arrival.Intent.Claim;
          if (wishedToRun && answers.get(i) instanceof Admission.Queued) {
            EventKey key = arrivals.get(i).key();
            right
                .find(key)
                .filter(record -> !record.lane().isNone())
                .map(Admission.Duplicate::new)
                .ifPresent(new Replacement(answers, i)::with);
          }
        }
        return answers;
      }
    };
  }

  private record Replacement(List<Admission> answers, int index) {
    void with(Admission answer) {
      answers.set(index, answer);
    }
  }

  static EventStore freshByType(MemoryStore store) {
    return by(
        store,
        (right, arrival) ->
            right
                    .find(arrival.key())
                    .filter(known -> !known.type().equals(arrival.type()))
                    .isPresent()
                ? new Admission.Queued()
                : right.admit(List.of(arrival)).get(0));
  }

  static EventStore withoutCase(MemoryStore store) {
    Map<String, EventKey> known = new ConcurrentHashMap<>();
    return new ForwardingEvents(store.events()) {
      @Override
      public List<Admission> admit(List<Arrival> arrivals) {
        return arrivals.stream().allMatch(arrival -> first(arrival).equals(arrival.key()))
            ? right.admit(arrivals)
            : arrivals.stream().map(this::admit).toList();
      }

      private Admission admit(Arrival arrival) {
        return first(arrival).equals(arrival.key())
            ? right.admit(List.of(arrival)).get(0)
            : new Admission.Duplicate(right.find(first(arrival)).orElseThrow());
      }

      private EventKey first(Arrival arrival) {
        String name = arrival.key().toString().toLowerCase(Locale.ROOT);
        return known.computeIfAbsent(name, unknown -> arrival.key());
      }
    };
  }

  static EventStore forgettingDeliveries(MemoryStore store) {
    return by(
        store,
        (right, arrival) ->
            right
                .find(arrival.key())
                .<Admission>map(Admission.Duplicate::new)
                .filter(known -> arrival.payload().sha256().equals(digest(known)))
                .orElseGet(() -> right.admit(List.of(arrival)).get(0)));
  }

  private static Object digest(Admission known) {
    return ((Admission.Duplicate) known).record().payloadSha256();
  }

  static EventStore lookingFirst(MemoryStore store) {
    return by(
        store,
        (right, arrival) -> {
          boolean looksNew = right.find(arrival.key()).isEmpty();
          LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(50));
          Admission answer = right.admit(List.of(arrival)).get(0);
          return looksNew && answer instanceof Admission.Duplicate
              ? new Admission.Queued()
              : answer;
        });
  }
}
