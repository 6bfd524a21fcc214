package io.webhookguard.core.simulation;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.api.store.TransactionalEventStore.Body;
import io.webhookguard.core.InterposedStore.Call;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Bugs in how attempts end that have a transaction. */
final class WrongTransactions {

  private WrongTransactions() {}

  private static boolean opens(Call call) {
    return call.name().equals("inTransaction");
  }

  private static @Nullable Object settleInstead(Call call, UnaryOperator<Settlement> changed)
      throws Throwable {
    if (!call.name().equals("settle")) {
      return call.passOn();
    }
    List<Settlement> settlements = new ArrayList<>();
    for (Object each : (List<?>) call.subject()) {
      settlements.add(changed.apply((Settlement) each));
    }
    return call.passOnWith(settlements);
  }

  /** The effect is committed, and what it says about its end. */
  private static Settlement commitAlone(WrongEngine.Place place, Call call) throws Exception {
    try (Connection connection = place.node().database().begin()) {
      Settlement settlement = ((Body) call.argument(1)).run(connection);
      connection.commit();
      return settlement;
    }
  }

  /** A handler that returned is done, whatever became of its transaction. */
  static final class SettledOutside implements WrongEngine.Flaw {
    SettledOutside(WrongEngine.Place place) {}

    @Override
    public @Nullable Object answer(Call call) throws Throwable {
      return settleInstead(
          call,
          settlement ->
              settlement instanceof Settlement.Retry retry
                      && retry.problem().kind().equals("not-committed")
                  ? new Settlement.Complete(retry.claim(), Response.EMPTY)
                  : settlement);
    }
  }

  /** The effect is committed first, the settlement after it. */
  static final class EffectAlone implements WrongEngine.Flaw {
    private final WrongEngine.Place place;
    private final EventStore events;

    EffectAlone(WrongEngine.Place place) {
      this.place = place;
      this.events = place.right().store().events();
    }

    @Override
    public @Nullable Object answer(Call call) throws Throwable {
      if (!opens(call)) {
        return call.passOn();
      }
      events.settle(List.of(commitAlone(place, call)));
      return null;
    }
  }

  /** What was rolled back may have happened. */
  static final class RollbackIsDoubt implements WrongEngine.Flaw {
    private final Set<String> transactional;

    RollbackIsDoubt(WrongEngine.Place place) {
      this.transactional =
          place.stage().scenario.events().stream()
              .filter(event -> Scenario.isTransactional(event.type()))
              .map(Scenario.Sent::id)
              .collect(Collectors.toSet());
    }

    @Override
    public @Nullable Object answer(Call call) throws Throwable {
      return settleInstead(
          call,
          settlement ->
              settlement instanceof Settlement.Retry retry
                      && transactional.contains(retry.claim().key().eventId())
                  ? new Settlement.Doubt(retry.claim(), retry.after(), retry.problem())
                  : settlement);
    }
  }

  /** A commit whose reply was lost did not happen: the effect is written once more. */
  static final class LostCommitIsFailure implements WrongEngine.Flaw {
    private final WrongEngine.Place place;

    LostCommitIsFailure(WrongEngine.Place place) {
      this.place = place;
    }

    @Override
    public @Nullable Object answer(Call call) throws Throwable {
      try {
        return call.passOn();
      } catch (OutcomeUnknownException e) {
        if (opens(call)) {
          commitAlone(place, call);
        }
        throw e;
      }
    }
  }

  /** A commit whose reply was lost did happen. */
  static final class LostCommitIsSuccess implements WrongEngine.Flaw {
    LostCommitIsSuccess(WrongEngine.Place place) {}

    @Override
    public @Nullable Object answer(Call call) throws Throwable {
      try {
        return call.passOn();
      } catch (OutcomeUnknownException e) {
        if (opens(call)) {
          return null;
        }
        throw e;
      }
    }
  }

  /** A commit whose reply was lost is asked about by the completion, as other calls are. */
  static final class CompletionSentAgain implements WrongEngine.Flaw {
    private final EventStore events;

    CompletionSentAgain(WrongEngine.Place place) {
      this.events = place.right().store().events();
    }

    @Override
    public @Nullable Object answer(Call call) throws Throwable {
      try {
        return call.passOn();
      } catch (OutcomeUnknownException e) {
        if (opens(call)) {
          Settlement again = new Settlement.Complete((Claim) call.subject(), Response.EMPTY);
          events.settle(List.of(again));
        }
        throw e;
      }
    }
  }
}
