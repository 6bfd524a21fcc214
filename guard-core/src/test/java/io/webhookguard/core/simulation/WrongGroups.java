package io.webhookguard.core.simulation;

import io.webhookguard.api.error.GuardException;
import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.core.InterposedStore.Call;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Bugs in how requests share calls to the store. */
final class WrongGroups {

  private WrongGroups() {}

  private static boolean isShared(Call call) {
    return call.name().equals("admit")
        && call.subject() instanceof List<?> arrivals
        && arrivals.stream().map(each -> ((Arrival) each).deliveryId()).distinct().count() > 1;
  }

  /** Each request on a shared call hears what came of the next one's events. */
  static final class MixedUp implements WrongEngine.Flaw {
    MixedUp(WrongEngine.Place place) {}

    @Override
    public @Nullable Object answer(Call call) throws Throwable {
      Object answer = call.passOn();
      if (!isShared(call) || !(answer instanceof List<?> answers)) {
        return answer;
      }
      List<Object> rotated = new ArrayList<>(answers);
      Collections.rotate(rotated, 1);
      return rotated;
    }
  }

  /** When the reply to a shared call is lost, each event is sent alone. */
  static final class Divided implements WrongEngine.Flaw {
    Divided(WrongEngine.Place place) {}

    @Override
    public @Nullable Object answer(Call call) throws Throwable {
      try {
        return call.passOn();
      } catch (OutcomeUnknownException e) {
        if (!isShared(call)) {
          throw e;
        }
        List<Object> answers = new ArrayList<>();
        for (Object each : (List<?>) call.subject()) {
          answers.addAll((List<?>) call.passOnWith(List.of(each)));
        }
        return answers;
      }
    }
  }

  /** Deliveries of one event that come one soon after the other share a call. */
  static final class Twins implements WrongEngine.Flaw {
    private final Map<EventKey, Arrival> seen = new HashMap<>();

    Twins(WrongEngine.Place place) {}

    @Override
    public @Nullable Object answer(Call call) throws Throwable {
      if (!call.name().equals("admit")) {
        return call.passOn();
      }
      List<Object> arrivals = new ArrayList<>((List<?>) call.subject());
      int size = arrivals.size();
      for (Object each : List.copyOf(arrivals)) {
        Arrival arrival = (Arrival) each;
        Arrival before = seen.put(arrival.key(), arrival);
        if (before != null) {
          arrivals.add(before);
        }
      }
      return call.passOnWith(arrivals) instanceof List<?> answers
          ? List.copyOf(answers.subList(0, size))
          : List.of();
    }
  }

  /** When a call fails, whoever waits for it to end is forgotten. */
  static final class Stranded implements WrongEngine.Flaw {
    private boolean failed;

    Stranded(WrongEngine.Place place) {}

    @Override
    public @Nullable Object answer(Call call) throws Throwable {
      failed = false;
      try {
        return call.passOn();
      } catch (GuardException e) {
        failed = call.name().equals("admit");
        throw e;
      }
    }

    @Override
    public Executor background(Executor right) {
      return task -> {
        if (!failed) {
          right.execute(task);
        }
        failed = false;
      };
    }
  }
}
