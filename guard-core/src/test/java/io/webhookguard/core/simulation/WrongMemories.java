package io.webhookguard.core.simulation;

import io.webhookguard.api.error.GuardException;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.core.InterposedStore.Call;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bugs in what a node keeps in mind of settled events. */
final class WrongMemories {

  private WrongMemories() {}

  /** Answers duplicates of what is COMPLETE from memory, and forgets when told to. */
  private abstract static class Memory implements WrongEngine.Flaw {
    final Map<EventKey, EventRecord> settled = new HashMap<>();
    private final EventStore events;

    Memory(WrongEngine.Place place) {
      this.events = place.right().store().events();
    }

    @Override
    public @Nullable Object answer(Call call) throws Throwable {
      before(call);
      Object answer = call.name().equals("admit") ? admit(call) : call.passOn();
      if (call.name().equals("settle")) {
        ((List<?>) call.subject()).forEach(end -> look(((Settlement) end).claim().key()));
      }
      return answer;
    }

    private void look(EventKey key) {
      try {
        events
            .find(key)
            .filter(found -> found.state() == EventState.COMPLETE)
            .ifPresent(found -> settled.put(key, found));
      } catch (GuardException e) {
        // Its first duplicate will be asked for.
      }
    }

    /** A call is on its way to the store. */
    abstract void before(Call call);

    private @Nullable Object admit(Call call) throws Throwable {
      List<Arrival> unknown = new ArrayList<>();
      List<Admission> answers = new ArrayList<>();
      for (Object each : (List<?>) call.subject()) {
        Arrival arrival = (Arrival) each;
        EventRecord known = settled.get(arrival.key());
        if (known != null && known.payloadSha256().equals(arrival.payload().sha256())) {
          answers.add(new Admission.Duplicate(known));
        } else {
          unknown.add(arrival);
        }
      }
      if (!unknown.isEmpty() && !answers.isEmpty()) {
        return call.passOn();
      }
      return unknown.isEmpty() ? answers : remember(call.passOn());
    }

    private @Nullable Object remember(@Nullable Object admitted) {
      for (Object each : admitted instanceof List<?> answers ? answers : List.of()) {
        if (each instanceof Admission.Duplicate duplicate
            && duplicate.record().state() == EventState.COMPLETE) {
          settled.put(duplicate.record().key(), duplicate.record());
        }
      }
      return admitted;
    }
  }

  /** What was once settled is settled for ever, also after a replay by this very node. */
  static final class NeverForgets extends Memory {
    NeverForgets(WrongEngine.Place place) {
      super(place);
    }

    @Override
    void before(Call call) {}
  }

  /** What others replay is never heard of. */
  static final class HearsOfNobody extends Memory {
    HearsOfNobody(WrongEngine.Place place) {
      super(place);
    }

    @Override
    void before(Call call) {
      if (call.name().equals("intervene")) {
        settled.remove((EventKey) call.subject());
      }
    }
  }
}
