package io.webhookguard.store.mysql;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.store.sql.internal.EventRows;
import io.webhookguard.store.sql.internal.HotStatements;
import io.webhookguard.store.sql.internal.KnownEvent;
import io.webhookguard.store.sql.internal.StoredKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Admits events (ES-1 to ES-9).
 *
 * <p>What is known is recognised by a read without locks, so that a duplicate neither writes nor
 * waits for a user's transaction that holds its event. What is not known is inserted in one
 * transaction. An arrival that was neither inserted nor found has a twin in another transaction
 * that was committed in between: it is asked again, and then found.
 */
final class Admissions {

  /** How often an arrival can be neither new nor known: its twin would have to go each time. */
  private static final int MOST_ROUNDS = 8;

  private final Connections connections;

  Admissions(Connections connections) {
    this.connections = connections;
  }

  List<Admission> admit(List<Arrival> arrivals) {
    Call call = new Call(arrivals);
    try {
      call.admit();
    } catch (StoreUnavailableException e) {
      if (call.wrote) {
        throw new OutcomeUnknownException(
            "a part of a batch was admitted before " + connections.faults().place() + " failed", e);
      }
      throw e;
    }
    return List.of(call.answers);
  }

  /** One call, and how far it has come. */
  private final class Call {

    private final List<Arrival> arrivals;
    private final Admission[] answers;
    private final List<Integer> open = new ArrayList<>();
    private final List<Integer> repeated = new ArrayList<>();
    private boolean wrote;

    Call(List<Arrival> arrivals) {
      this.arrivals = arrivals;
      this.answers = new Admission[arrivals.size()];
      Set<EventKey> seen = new HashSet<>();
      for (int i = 0; i < answers.length; i++) {
        (seen.add(arrivals.get(i).key()) ? open : repeated).add(i);
      }
    }

    void admit() {
      for (int round = 1; !open.isEmpty(); round++) {
        if (round > MOST_ROUNDS) {
          throw new StoreUnavailableException(
              "an event came and went while it was admitted to "
                  + connections.faults().place()
                  + "; try again");
        }
        recogniseOpen();
        admitOpen();
      }
      recogniseRepeated();
    }

    private void recogniseOpen() {
      Map<Integer, KnownEvent> known = find(open);
      known.forEach((i, event) -> answers[i] = recognise(event, arrivals.get(i)));
      Map<Integer, KnownEvent> same = new LinkedHashMap<>(known);
      same.entrySet().removeIf(entry -> !isItsDelivery(entry.getValue(), entry.getKey()));
      answerFirst(same);
      open.removeAll(known.keySet());
    }

    private Map<Integer, KnownEvent> find(List<Integer> wanted) {
      List<Arrival> asked = wanted.stream().map(arrivals::get).toList();
      Map<EventKey, KnownEvent> byKey =
          asked.isEmpty() ? Map.of() : connections.look(look -> findAll(look, asked));
      Map<Integer, KnownEvent> found = new LinkedHashMap<>();
      for (int i : wanted) {
        KnownEvent event = byKey.get(arrivals.get(i).key());
        if (event != null) {
          found.put(i, event);
        }
      }
      return found;
    }

    private boolean isItsDelivery(KnownEvent known, int i) {
      return known.deliveryId().equals(arrivals.get(i).deliveryId());
    }

    /** Deliveries that are sent again because their reply was lost (ES-4). */
    private void answerFirst(Map<Integer, KnownEvent> same) {
      List<Long> tokens =
          same.values().stream()
              .filter(KnownEvent::isHeldByItsAdmission)
              .map(KnownEvent::firstToken)
              .toList();
      Map<Long, Attempt> attempts =
          tokens.isEmpty() ? Map.of() : connections.look(look -> findAttempts(look, tokens));
      same.forEach(
          (i, event) -> {
            Attempt attempt = attempts.get(event.firstToken());
            answers[i] =
                event.firstIgnored()
                    ? new Admission.Ignored()
                    : attempt == null ? new Admission.Queued() : new Admission.Claimed(attempt);
          });
    }

    private void admitOpen() {
      if (open.isEmpty()) {
        return;
      }
      List<Arrival> unknown = open.stream().map(arrivals::get).toList();
      Map<EventKey, Admission> admitted =
          connections.write(session -> new Newcomers(session, unknown).admit());
      for (int i : open) {
        Admission answer = admitted.get(arrivals.get(i).key());
        if (answer != null) {
          answers[i] = answer;
        }
      }
      wrote |= !admitted.isEmpty();
      open.removeIf(i -> admitted.containsKey(arrivals.get(i).key()));
    }

    /** The second arrival of a key in one batch (ES-5). */
    private void recogniseRepeated() {
      Map<Integer, KnownEvent> known = find(repeated);
      for (int i : repeated) {
        KnownEvent event = known.get(i);
        if (event == null) {
          throw new StoreUnavailableException("an event went while it was admitted; try again");
        }
        answers[i] = recognise(event, arrivals.get(i));
      }
    }
  }

  private static Map<EventKey, KnownEvent> findAll(HotStatements look, List<Arrival> arrivals) {
    JsonRows keys = new JsonRows();
    sortedKeys(arrivals).forEach(key -> keys.row().put("key", key));
    Map<EventKey, KnownEvent> found = new HashMap<>();
    look.call(MysqlStatement.FIND_EVENTS)
        .bind("keys", keys.text())
        .list(KnownEvent::read)
        .forEach(event -> found.put(event.record().key(), event));
    return found;
  }

  private static List<byte[]> sortedKeys(Collection<Arrival> arrivals) {
    return arrivals.stream()
        .map(Arrival::key)
        .distinct()
        .map(StoredKey::of)
        .sorted(Arrays::compareUnsigned)
        .toList();
  }

  private static Map<Long, Attempt> findAttempts(HotStatements look, List<Long> tokens) {
    Map<Long, Attempt> found = new HashMap<>();
    look.call(MysqlStatement.FIND_ATTEMPTS)
        .bind("tokens", Tokens.rows(tokens).text())
        .list(EventRows::attempt)
        .forEach(attempt -> found.put(attempt.claim().token().value(), attempt));
    return found;
  }

  private static Admission recognise(KnownEvent known, Arrival arrival) {
    return known.record().payloadSha256().equals(arrival.payload().sha256())
        ? new Admission.Duplicate(known.record())
        : new Admission.Conflict(known.record());
  }
}
