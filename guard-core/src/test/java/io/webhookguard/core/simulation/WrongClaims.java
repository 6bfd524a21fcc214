package io.webhookguard.core.simulation;

import io.webhookguard.api.error.GuardException;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.lock.Lease;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.RenewAnswer;
import io.webhookguard.api.store.Retention;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.core.InterposedStore.Call;
import io.webhookguard.core.VirtualRuntime;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.HandlerContext;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Bugs in how events are taken in, claimed, kept and forgotten. */
final class WrongClaims {

  private WrongClaims() {}

  private static List<Arrival> arrivals(Call call) {
    List<Arrival> arrivals = new ArrayList<>();
    for (Object each : (List<?>) call.subject()) {
      arrivals.add((Arrival) each);
    }
    return arrivals;
  }

  private static Arrival changed(Arrival arrival, Lane lane, Arrival.Intent intent) {
    return new Arrival(
        arrival.deliveryId(),
        arrival.key(),
        arrival.type(),
        lane,
        arrival.rank(),
        arrival.attributes(),
        arrival.payload(),
        intent);
  }

  /** The sender is told that all is well, and the event is recorded a little later. */
  static final class EarlyAnswer implements WrongEngine.Flaw {
    private static final Duration LATER = Duration.ofMillis(50);
    private final WrongEngine.Place place;

    EarlyAnswer(WrongEngine.Place place) {
      this.place = place;
    }

    @Override
    public @Nullable Object answer(Call call) throws Throwable {
      if (!call.name().equals("admit")) {
        return call.passOn();
      }
      List<Arrival> arrivals = arrivals(call);
      List<Arrival> queued =
          arrivals.stream()
              .map(arrival -> changed(arrival, arrival.lane(), new Arrival.Intent.Queue()))
              .toList();
      place.stage().time.later(LATER, () -> record(queued));
      return Collections.nCopies(arrivals.size(), new Admission.Queued());
    }

    private void record(List<Arrival> queued) {
      try {
        place.right().store().events().admit(queued);
      } catch (GuardException | VirtualRuntime.ProcessDied e) {
        // Nobody is left who would hear of it.
      }
    }
  }

  /** A duplicate of what is done runs once more. */
  static final class DuplicateRuns implements WrongEngine.Flaw {
    DuplicateRuns(WrongEngine.Place place) {}

    @Override
    public @Nullable Object answer(Call call) throws Throwable {
      Object answer = call.passOn();
      if (!call.name().equals("admit") || !(answer instanceof List<?> answers)) {
        return answer;
      }
      List<Arrival> arrivals = arrivals(call);
      List<Object> changed = new ArrayList<>();
      for (int i = 0; i < arrivals.size(); i++) {
        boolean runs =
            answers.get(i) instanceof Admission.Duplicate duplicate
                && duplicate.record().newestToken() > 0
                && duplicate.record().status() instanceof Status.Complete;
        changed.add(
            runs
                ? new Admission.Claimed(
                    again(arrivals.get(i), ((Admission.Duplicate) answers.get(i)).record()))
                : answers.get(i));
      }
      return changed;
    }

    private static Attempt again(Arrival arrival, EventRecord known) {
      Claim claim =
          new Claim(
              known.key(),
              "nobody",
              new UUID(0, 0),
              new FencingToken(known.newestToken()),
              known.receivedAt());
      return new Attempt(
          claim,
          known.type(),
          known.lane(),
          arrival.attributes(),
          arrival.payload(),
          known.generation(),
          known.attempts(),
          known.inDoubt(),
          known.receivedAt(),
          known.receivedAt(),
          known.receivedAt());
    }
  }

  /** Everything runs as soon as it is there. */
  static final class NoLanes implements WrongEngine.Flaw {
    NoLanes(WrongEngine.Place place) {}

    @Override
    public @Nullable Object answer(Call call) throws Throwable {
      return call.name().equals("admit")
          ? call.passOnWith(
              arrivals(call).stream()
                  .map(arrival -> changed(arrival, Lane.NONE, arrival.intent()))
                  .toList())
          : call.passOn();
    }
  }

  /** A recovery finds what runs in this very process. */
  static final class OwnWork implements WrongEngine.Flaw {
    private final Map<FencingToken, Attempt> own = new LinkedHashMap<>();

    OwnWork(WrongEngine.Place place) {}

    @Override
    public @Nullable Object answer(Call call) throws Throwable {
      Object answer = call.passOn();
      if (call.name().equals("claim") && answer instanceof List<?> granted) {
        granted.forEach(each -> own.put(((Attempt) each).claim().token(), (Attempt) each));
      }
      if (call.name().equals("settle")) {
        ((List<?>) call.subject()).forEach(each -> own.remove(((Settlement) each).claim().token()));
      }
      if (call.name().equals("recover") && answer instanceof List<?> taken) {
        List<Object> all = new ArrayList<>(taken);
        all.addAll(own.values());
        own.clear();
        return all;
      }
      return answer;
    }
  }

  /** A claim is thought to be renewed. */
  static final class NoRenewal implements WrongEngine.Flaw {
    NoRenewal(WrongEngine.Place place) {}

    @Override
    public @Nullable Object answer(Call call) throws Throwable {
      return call.name().equals("renew") && call.subject() instanceof List<?> claims
          ? claims.stream().map(each -> new RenewAnswer.Renewed((Claim) each)).toList()
          : call.passOn();
    }
  }

  /** What a dead node held stays with it. */
  static final class NoRecovery implements WrongEngine.Flaw {
    NoRecovery(WrongEngine.Place place) {}

    @Override
    public @Nullable Object answer(Call call) throws Throwable {
      return call.name().equals("recover") ? List.of() : call.passOn();
    }
  }

  /** The other side is thought to remember a key from the current attempt on. */
  static final class MovingWindow implements WrongEngine.Flaw {
    MovingWindow(WrongEngine.Place place) {}

    @Override
    public @Nullable Object answer(Call call) throws Throwable {
      Object answer = call.passOn();
      boolean grants = call.name().equals("claim") || call.name().equals("recover");
      return grants && answer instanceof List<?> granted
          ? granted.stream().map(each -> fromNow((Attempt) each)).toList()
          : answer;
    }

    private static Attempt fromNow(Attempt attempt) {
      return new Attempt(
          attempt.claim(),
          attempt.type(),
          attempt.lane(),
          attempt.attributes(),
          attempt.payload(),
          attempt.generation(),
          attempt.number(),
          attempt.inDoubt(),
          attempt.receivedAt(),
          attempt.startedAt(),
          attempt.startedAt());
    }
  }

  /** Each attempt has a key of its own. */
  static final class NewKeys implements WrongEngine.Flaw {
    NewKeys(WrongEngine.Place place) {}

    @Override
    public @Nullable Object answer(Call call) throws Throwable {
      return call.passOn();
    }

    @Override
    public Handler around(Handler handler) {
      return context -> handler.handle(withOwnKey(context));
    }

    private static HandlerContext withOwnKey(HandlerContext context) {
      return (HandlerContext)
          Proxy.newProxyInstance(
              HandlerContext.class.getClassLoader(),
              new Class<?>[] {HandlerContext.class},
              (proxy, method, arguments) ->
                  method.getName().equals("idempotencyKey")
                      ? context.idempotencyKey() + "-" + context.attempt()
                      : method.invoke(context, arguments));
    }
  }

  /** Whoever asks for a lock believes that it has it. */
  static final class NoLock implements WrongEngine.Flaw {
    NoLock(WrongEngine.Place place) {}

    @Override
    public @Nullable Object answer(Call call) throws Throwable {
      Object answer = call.passOn();
      return call.name().equals("tryAcquire") && answer instanceof Optional<?> lease
          ? Optional.of(lease.isPresent() ? lease.get() : invented(call))
          : answer;
    }

    private static Lease invented(Call call) {
      return new Lease(
          (String) call.argument(0),
          (String) call.argument(1),
          new FencingToken(Long.MAX_VALUE),
          Instant.MAX);
    }
  }

  /** What was purged is forgotten at once. */
  static final class NoTombstones implements WrongEngine.Flaw {
    private static final Duration SHORT = Duration.ofSeconds(1);

    NoTombstones(WrongEngine.Place place) {}

    @Override
    public @Nullable Object answer(Call call) throws Throwable {
      return call.name().equals("purge")
          ? call.passOnWith(new Retention(SHORT, SHORT))
          : call.passOn();
    }
  }
}
