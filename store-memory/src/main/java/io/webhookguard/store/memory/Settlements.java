package io.webhookguard.store.memory;

import io.webhookguard.api.event.Completion;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.store.DoubtMark;
import io.webhookguard.api.store.HeadOfLine;
import io.webhookguard.api.store.SettleAnswer;
import io.webhookguard.api.store.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How attempts end (ES-20 to ES-28).
 *
 * <p>Each ending writes its entry while the row still shows the attempt that ends. Guarded by the
 * store's monitor.
 */
final class Settlements {

  private final StoreState state;

  Settlements(StoreState state) {
    this.state = state;
  }

  List<SettleAnswer> settle(List<Settlement> settlements) {
    Instant now = state.now();
    List<SettleAnswer> answers = new ArrayList<>(settlements.size());
    settlements.forEach(settlement -> answers.add(settle(settlement, now)));
    return answers;
  }

  private SettleAnswer settle(Settlement settlement, Instant now) {
    Optional<EventRow> known = state.events.find(settlement.claim().key());
    if (known.isEmpty()) {
      return new SettleAnswer.Superseded(0);
    }
    EventRow row = known.get();
    if (row.isHeldUnder(settlement.claim().token())) {
      end(row, settlement, now);
      return new SettleAnswer.Settled();
    }
    return row.wasSettledBy(settlement)
        ? new SettleAnswer.Settled()
        : new SettleAnswer.Superseded(row.newestToken);
  }

  private void end(EventRow row, Settlement settlement, Instant now) {
    Ending ending = new Ending(row, now);
    String owner = row.claim().owner();
    state.journal.writeAttempt(row, now, settlement.decision(), owner, settlement.detail());
    settlement.match(
        complete -> complete(ending, complete),
        retry -> retry(ending, retry),
        doubt -> doubt(ending, doubt),
        fail -> fail(ending, fail),
        release -> release(ending, release));
    row.settledToken = row.newestToken;
    row.settledAs = settlement.getClass();
  }

  private EventRow complete(Ending ending, Settlement.Complete complete) {
    mark(ending.row, DoubtMark.CLEAR, Problem.NONE);
    return finish(
        ending,
        new Status.Complete(ending.now, Completion.HANDLED, complete.response()),
        HeadOfLine.SKIP_DEAD);
  }

  private EventRow retry(Ending ending, Settlement.Retry retry) {
    mark(ending.row, retry.mark(), retry.problem());
    return wait(ending, retry.after());
  }

  private EventRow doubt(Ending ending, Settlement.Doubt doubt) {
    mark(ending.row, DoubtMark.SET, doubt.problem());
    return wait(ending, doubt.after());
  }

  private EventRow fail(Ending ending, Settlement.Fail fail) {
    mark(ending.row, fail.mark(), fail.problem());
    return finish(ending, new Status.Failed(ending.now, fail.reason()), fail.headOfLine());
  }

  /** The attempt never was: if the key window began with it, it has not begun (ES-16). */
  private EventRow release(Ending ending, Settlement.Release release) {
    EventRow row = ending.row;
    mark(row, DoubtMark.KEEP, release.problem());
    row.attempts = Math.max(0, row.attempts - 1);
    if (row.windowToken == row.newestToken) {
      row.windowStart = null;
      row.windowToken = 0;
    }
    return wait(ending, release.after());
  }

  private static void mark(EventRow row, DoubtMark mark, Problem problem) {
    row.inDoubt =
        switch (mark) {
          case CLEAR -> false;
          case KEEP -> row.inDoubt;
          case SET -> true;
        };
    row.problem = problem;
  }

  /** PENDING again, still holding its lane and its place there (LN-6, LN-8). */
  private EventRow wait(Ending ending, Duration after) {
    Status pending = new Status.Pending(ending.now.plus(after));
    state.events.update(ending.row, () -> ending.row.status = pending);
    return ending.row;
  }

  private EventRow finish(Ending ending, Status status, HeadOfLine headOfLine) {
    EventRow row = ending.row;
    state.events.update(
        row,
        () -> {
          row.status = status;
          row.holdsLane = row.holdsLane && headOfLine == HeadOfLine.BLOCK;
        });
    return row;
  }

  /** An attempt that ends now. */
  private record Ending(EventRow row, Instant now) {}
}
