package io.webhookguard.core.simulation;

import io.webhookguard.api.error.GuardException;
import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.DoubtMark;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.SettleAnswer;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.core.InterposedStore.Call;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.HandlerContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Bugs in how attempts end. */
final class WrongEnds {

  private static final Problem PROBLEM = Problem.of("wrong");

  private WrongEnds() {}

  private static boolean settles(Call call) {
    return call.name().equals("settle");
  }

  private static List<Settlement> settlements(Call call) {
    List<Settlement> settlements = new ArrayList<>();
    for (Object each : (List<?>) call.subject()) {
      settlements.add((Settlement) each);
    }
    return settlements;
  }

  private static @Nullable Object settleInstead(Call call, UnaryOperator<Settlement> changed)
      throws Throwable {
    return settles(call)
        ? call.passOnWith(settlements(call).stream().map(changed).toList())
        : call.passOn();
  }

  private static List<SettleAnswer> allSettled(Call call) {
    return Collections.nCopies(settlements(call).size(), new SettleAnswer.Settled());
  }

  /** An event is done when its handler is about to run. */
  static final class SettledFirst implements WrongEngine.Flaw {
    private final EventStore events;
    private final Set<Claim> done = new HashSet<>();

    SettledFirst(WrongEngine.Place place) {
      this.events = place.right().store().events();
    }

    @Override
    public @Nullable Object answer(Call call) throws Throwable {
      if (settles(call)
          && done.containsAll(settlements(call).stream().map(Settlement::claim).toList())) {
        return allSettled(call);
      }
      Object answer = call.passOn();
      if (call.name().equals("claim") && answer instanceof List<?> attempts) {
        attempts.forEach(attempt -> settle(((Attempt) attempt).claim()));
      }
      return answer;
    }

    private void settle(Claim claim) {
      try {
        events.settle(List.of(new Settlement.Complete(claim, Response.EMPTY)));
        done.add(claim);
      } catch (GuardException e) {
        // This one is settled like any other.
      }
    }
  }

  /** Whoever ends an attempt ends the newest one. */
  static final class NewestToken implements WrongEngine.Flaw {
    private final EventStore events;

    NewestToken(WrongEngine.Place place) {
      this.events = place.right().store().events();
    }

    @Override
    public @Nullable Object answer(Call call) throws Throwable {
      return settleInstead(call, this::underNewest);
    }

    private Settlement underNewest(Settlement settlement) {
      Claim claim =
          events
              .find(settlement.claim().key())
              .map(found -> newest(settlement, found))
              .orElse(settlement.claim());
      return settlement.match(
          complete -> new Settlement.Complete(claim, complete.response()),
          retry -> new Settlement.Retry(claim, retry.after(), retry.mark(), retry.problem()),
          doubt -> new Settlement.Doubt(claim, doubt.after(), doubt.problem()),
          fail ->
              new Settlement.Fail(
                  claim, fail.reason(), fail.mark(), fail.headOfLine(), fail.problem()),
          release -> new Settlement.Release(claim, release.after(), release.problem()));
    }

    private static Claim newest(Settlement settlement, EventRecord found) {
      Claim claim = settlement.claim();
      return new Claim(
          claim.key(),
          claim.owner(),
          claim.claimId(),
          new FencingToken(Math.max(1, found.newestToken())),
          claim.leaseEnd());
    }
  }

  /** What may have happened did not happen. */
  static final class UnknownIsFailure implements WrongEngine.Flaw {
    UnknownIsFailure(WrongEngine.Place place) {}

    @Override
    public @Nullable Object answer(Call call) throws Throwable {
      try {
        return call.passOn();
      } catch (OutcomeUnknownException e) {
        if (!settles(call)) {
          throw e;
        }
        return settleInstead(
            call,
            settlement ->
                new Settlement.Retry(settlement.claim(), Duration.ZERO, DoubtMark.KEEP, PROBLEM));
      }
    }
  }

  /** What is in doubt runs again, whatever the policy says. */
  static final class ParkedRuns implements WrongEngine.Flaw {
    ParkedRuns(WrongEngine.Place place) {}

    @Override
    public @Nullable Object answer(Call call) throws Throwable {
      return settleInstead(
          call,
          settlement ->
              settlement instanceof Settlement.Fail fail && fail.reason() == FailureReason.IN_DOUBT
                  ? new Settlement.Doubt(fail.claim(), Duration.ZERO, fail.problem())
                  : settlement);
    }
  }

  /** A retry hands its attempt back. */
  static final class UncountedRetry implements WrongEngine.Flaw {
    UncountedRetry(WrongEngine.Place place) {}

    @Override
    public @Nullable Object answer(Call call) throws Throwable {
      return settleInstead(
          call,
          settlement ->
              settlement instanceof Settlement.Retry retry
                  ? new Settlement.Release(retry.claim(), retry.after(), retry.problem())
                  : settlement);
    }
  }

  /** What never began is an attempt like any other. */
  static final class CountedRelease implements WrongEngine.Flaw {
    CountedRelease(WrongEngine.Place place) {}

    @Override
    public @Nullable Object answer(Call call) throws Throwable {
      return settleInstead(
          call,
          settlement ->
              settlement instanceof Settlement.Release release
                  ? new Settlement.Retry(
                      release.claim(), release.after(), DoubtMark.KEEP, release.problem())
                  : settlement);
    }
  }

  /** A refused end is as good as a recorded one. */
  static final class SupersededIsSettled implements WrongEngine.Flaw {
    SupersededIsSettled(WrongEngine.Place place) {}

    @Override
    public @Nullable Object answer(Call call) throws Throwable {
      Object answer = call.passOn();
      boolean refused =
          settles(call)
              && answer instanceof List<?> answers
              && answers.stream().anyMatch(SettleAnswer.Superseded.class::isInstance);
      return refused ? allSettled(call) : answer;
    }
  }

  /** When nobody knows whether the end was recorded, the handler runs once more. */
  static final class RunsAgain implements WrongEngine.Flaw {
    private final Map<FencingToken, HandlerContext> contexts = new HashMap<>();
    private final Handler right;

    RunsAgain(WrongEngine.Place place) {
      this.right = place.right().handler();
    }

    @Override
    public Handler around(Handler handler) {
      return context -> {
        contexts.put(context.fencingToken(), context);
        return handler.handle(context);
      };
    }

    @Override
    public @Nullable Object answer(Call call) throws Throwable {
      try {
        return call.passOn();
      } catch (OutcomeUnknownException e) {
        if (settles(call)) {
          for (Settlement settlement : settlements(call)) {
            runAgain(settlement);
          }
        }
        throw e;
      }
    }

    private void runAgain(Settlement settlement) throws Exception {
      HandlerContext context = contexts.get(settlement.claim().token());
      if (context != null && settlement instanceof Settlement.Complete) {
        right.handle(context);
      }
    }
  }
}
