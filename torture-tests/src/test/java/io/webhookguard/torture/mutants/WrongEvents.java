package io.webhookguard.torture.mutants;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.Intervention;
import io.webhookguard.api.store.Retention;
import io.webhookguard.api.store.SettleAnswer;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.torture.worker.PortCall;
import io.webhookguard.torture.worker.WrappedStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Guards that admit, claim or let go wrongly. */
final class WrongEvents {

  private WrongEvents() {}

  private static GuardStore around(GuardStore store, String name, PortCall.Between wrong) {
    return WrappedStore.of(
        store,
        call -> call.name().equals(name) ? wrong.answer(call) : call.passOn(),
        PortCall::passOn);
  }

  @SuppressWarnings("unchecked") // Ports take and answer lists of one kind.
  private static <T> List<T> list(@Nullable Object list) {
    return list == null ? List.of() : (List<T>) list;
  }

  /** Who comes late lets the event go by its key, whoever holds it now. */
  static GuardStore releasesByKey(GuardStore store, Node node) {
    EventStore events = node.opened().store().events();
    return around(
        store,
        "settle",
        call -> {
          List<SettleAnswer> answers = list(call.passOn());
          List<Settlement> settlements = list(call.argument(0));
          for (int i = 0; i < answers.size(); i++) {
            if (answers.get(i) instanceof SettleAnswer.Superseded) {
              events
                  .find(settlements.get(i).claim().key())
                  .ifPresent(event -> release(events, event));
            }
          }
          return answers;
        });
  }

  private static void release(EventStore events, EventRecord event) {
    if (event.status() instanceof Status.Processing held) {
      Claim current =
          new Claim(
              event.key(),
              held.owner(),
              held.claimId(),
              new FencingToken(event.newestToken()),
              held.leaseEnd());
      events.settle(List.of(new Settlement.Release(current, Duration.ZERO, Problem.of("late"))));
    }
  }

  /** A known event counts as a new one, as a count of changed rows can make it seem. */
  static GuardStore knownIsNew(GuardStore store, Node node) {
    EventStore events = node.opened().store().events();
    return around(
        store,
        "admit",
        call -> {
          List<Admission> answers = new ArrayList<>();
          for (Admission answer : WrongEvents.<Admission>list(call.passOn())) {
            if (answer instanceof Admission.Duplicate known
                && known.record().state() == EventState.COMPLETE) {
              events.intervene(
                  known.record().key(),
                  new Intervention.Replay(
                      UUID.randomUUID(), new Intervention.Authority("nobody", "a wrong count")));
              answers.add(new Admission.Queued());
            } else {
              answers.add(answer);
            }
          }
          return answers;
        });
  }

  /** Tombstones go at once, so that whatever comes again is new. */
  static GuardStore forgets(GuardStore store, Node node) {
    EventStore events = node.opened().store().events();
    return around(
        store,
        "admit",
        call -> {
          Retention none = new Retention(Duration.ZERO, Duration.ZERO);
          events.purge(none, 100); // payloads
          events.purge(none, 100); // tombstones
          return call.passOn();
        });
  }

  /** The 2xx comes before the commit. */
  static GuardStore answersEarly(GuardStore store, Node node) {
    CountDownLatch never = new CountDownLatch(1);
    return around(
        store,
        "admit",
        call -> {
          Thread later =
              new Thread(
                  () -> {
                    try {
                      never.await();
                      call.passOn();
                    } catch (Throwable e) {
                      // Nobody is told.
                    }
                  });
          later.setDaemon(true);
          later.start();
          return WrongEvents.<Arrival>list(call.argument(0)).stream()
              .map(arrival -> new Admission.Queued())
              .toList();
        });
  }

  /** Each node takes places in lanes from a block of its own. */
  static GuardStore placesInBlocks(GuardStore store, Node node) {
    AtomicLong next = new AtomicLong(node.name().equals("a") ? 1_000 : 1);
    return around(
        store,
        "admit",
        call ->
            call.passOnWith(
                0,
                WrongEvents.<Arrival>list(call.argument(0)).stream()
                    .map(
                        arrival ->
                            new Arrival(
                                arrival.deliveryId(),
                                arrival.key(),
                                arrival.type(),
                                arrival.lane(),
                                next.getAndIncrement(),
                                arrival.attributes(),
                                arrival.payload(),
                                arrival.intent()))
                    .toList()));
  }

  /** Claims are read, then written: two nodes can be granted the same one. */
  static final class ReadThenWrite implements Flaw {

    private final List<Object> granted = new ArrayList<>();

    @Override
    public synchronized GuardStore around(GuardStore store, Node node) {
      return WrongEvents.around(
          store,
          "claim",
          call -> {
            List<Object> own = list(call.passOn());
            return node.name().equals("a") ? remember(own) : withThoseOfA(own);
          });
    }

    private synchronized List<Object> remember(List<Object> own) {
      granted.addAll(own);
      return own;
    }

    private synchronized List<Object> withThoseOfA(List<Object> own) {
      List<Object> all = new ArrayList<>(own);
      all.addAll(granted);
      granted.clear();
      return all;
    }
  }

  /** Keys are known by their parts with a colon between them. */
  static final class JoinedKeys implements Flaw {

    private final Map<String, EventKey> byText = new HashMap<>();

    @Override
    public GuardStore around(GuardStore store, Node node) {
      EventStore events = node.opened().store().events();
      return WrongEvents.around(
          store,
          "admit",
          call -> {
            List<Arrival> arrivals = list(call.argument(0));
            List<Arrival> passed = new ArrayList<>();
            List<Admission> answers = new ArrayList<>();
            for (Arrival arrival : arrivals) {
              EventKey first = first(arrival.key());
              if (first.equals(arrival.key())) {
                passed.add(arrival);
              } else {
                answers.add(new Admission.Duplicate(events.find(first).orElseThrow()));
              }
            }
            answers.addAll(list(call.passOnWith(0, passed)));
            return answers;
          });
    }

    private synchronized EventKey first(EventKey key) {
      EventKey known = byText.putIfAbsent(key.scope() + ":" + key.eventId(), key);
      return known == null ? key : known;
    }
  }
}
