package io.webhookguard.store.memory;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.EventStore;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

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
    return knowingKeysBy(store, key -> key.toString().toLowerCase(Locale.ROOT));
  }

  static EventStore joinedWithColons(MemoryStore store) {
    return knowingKeysBy(
        store,
        key ->
            String.join(
                ":", key.route().source(), key.route().consumer(), key.scope(), key.eventId()));
  }

  static EventStore inNormalForm(MemoryStore store) {
    return knowingKeysBy(
        store, key -> key.route() + "\n" + composed(key.scope()) + "\n" + composed(key.eventId()));
  }

  private static String composed(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  static EventStore cutToSize(MemoryStore store) {
    return knowingKeysBy(
        store, key -> key.route() + "\n" + cut(key.scope()) + "\n" + cut(key.eventId()));
  }

  private static String cut(String text) {
    return text.substring(0, Math.min(text.length(), 128));
  }

  /** The first key of a text stands for all keys that have the same. */
  private static EventStore knowingKeysBy(MemoryStore store, Function<EventKey, String> text) {
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
        return known.computeIfAbsent(text.apply(arrival.key()), unknown -> arrival.key());
      }
    };
  }

  static EventStore newByRowCount(MemoryStore store) {
    return new ForwardingEvents(store.events()) {
      @Override
      public List<Admission> admit(List<Arrival> arrivals) {
        return right.admit(arrivals).stream()
            .map(answer -> answer instanceof Admission.Duplicate ? new Admission.Queued() : answer)
            .toList();
      }
    };
  }

  static EventStore forgettingAfterADay(MemoryStore store, StoreState state) {
    return new ForwardingEvents(store.events()) {
      @Override
      public List<Admission> admit(List<Arrival> arrivals) {
        synchronized (state) {
          Instant yesterday = state.now().minus(Duration.ofDays(1));
          arrivals.stream()
              .flatMap(arrival -> state.events.find(arrival.key()).stream())
              .filter(row -> row.state() == EventState.COMPLETE)
              .filter(row -> row.receivedAt.isBefore(yesterday))
              .toList()
              .forEach(state.events::remove);
          return right.admit(arrivals);
        }
      }
    };
  }

  static EventStore bodiesAsText(MemoryStore store) {
    return new ForwardingEvents(store.events()) {
      @Override
      public List<Admission> admit(List<Arrival> arrivals) {
        return right.admit(arrivals.stream().map(WrongAdmissions::asText).toList());
      }
    };
  }

  private static Arrival asText(Arrival arrival) {
    Payload body = arrival.payload();
    String text = new String(body.toByteArray(), StandardCharsets.UTF_8);
    return new Arrival(
        arrival.deliveryId(),
        arrival.key(),
        arrival.type(),
        arrival.lane(),
        arrival.rank(),
        arrival.attributes(),
        Payload.of(body.contentType(), text.getBytes(StandardCharsets.UTF_8)),
        arrival.intent());
  }

  static EventStore deliveryBeforeKey(MemoryStore store) {
    return new ForwardingEvents(store.events()) {
      @Override
      public List<Admission> admit(List<Arrival> arrivals) {
        List<Admission> answers = new ArrayList<>(right.admit(arrivals));
        Map<List<Object>, Admission> first = new HashMap<>();
        for (int i = 0; i < arrivals.size(); i++) {
          Arrival arrival = arrivals.get(i);
          Admission answer =
              first.putIfAbsent(List.of(arrival.deliveryId(), arrival.key()), answers.get(i));
          if (answer != null) {
            answers.set(i, answer);
          }
        }
        return answers;
      }
    };
  }

  /** Two nodes take turns, each with a block of numbers that it fetched before. */
  static EventStore positionsFromBlocks(MemoryStore store, StoreState state) {
    return new ForwardingEvents(store.events()) {
      private long turn;

      @Override
      public List<Admission> admit(List<Arrival> arrivals) {
        synchronized (state) {
          long newest = state.events.lastAdmission();
          List<Admission> answers = right.admit(arrivals);
          turn++;
          long block = turn % 2 == 0 ? 1_000_000 : 2_000_000;
          state
              .events
              .all()
              .filter(row -> row.admission > newest)
              .toList()
              .forEach(row -> state.events.update(row, () -> row.position = block + row.admission));
          return answers;
        }
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

  /** A lane is found by its parts in one text, as if no other parts made the same. */
  static EventStore joiningLanes(MemoryStore store, StoreState state) {
    return new ForwardingEvents(store.events()) {
      @Override
      public List<Admission> admit(List<Arrival> arrivals) {
        synchronized (state) {
          Map<String, Sha256> busy = new HashMap<>();
          state
              .events
              .all()
              .filter(row -> row.holdsLane)
              .forEach(row -> occupies(busy, row.key, row.lane));
          return right.admit(
              arrivals.stream()
                  .map(
                      arrival ->
                          arrival.lane().isNone() || occupies(busy, arrival.key(), arrival.lane())
                              ? arrival
                              : queued(arrival))
                  .toList());
        }
      }
    };
  }

  /** Whether no other lane stands under the joined text. */
  private static boolean occupies(Map<String, Sha256> busy, EventKey key, Lane lane) {
    String joined = key.route().source() + key.route().consumer() + key.scope() + lane.text();
    Sha256 digest = lane.digest(key.route(), key.scope());
    Sha256 first = busy.putIfAbsent(joined, digest);
    return first == null || first.equals(digest);
  }

  private static Arrival queued(Arrival arrival) {
    return new Arrival(
        arrival.deliveryId(),
        arrival.key(),
        arrival.type(),
        arrival.lane(),
        arrival.rank(),
        arrival.attributes(),
        arrival.payload(),
        new Arrival.Intent.Queue());
  }
}
