package com.example.filestore;

import io.webhookguard.api.event.Completion;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.store.DoubtMark;
import io.webhookguard.api.store.SettleAnswer;
import io.webhookguard.api.store.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How attempts end: rules ES-20 to ES-28. An entry shows the attempt that ends. */
final class Settlements {

  private final Table table;

  Settlements(Table table) {
    this.table = table;
  }

  // guide: settle-begin
  SettleAnswer settle(Settlement settlement) {
    Optional<Row> known = table.find(settlement.claim().key());
    if (known.isEmpty()) {
      return new SettleAnswer.Superseded(0);
    }
    Row seen = known.get();
    if (seen.isHeldUnder(settlement.claim().token())) {
      end(seen.copy(), settlement);
      return new SettleAnswer.Settled();
    }
    return seen.wasSettledBy(settlement)
        ? new SettleAnswer.Settled()
        : new SettleAnswer.Superseded(seen.newestToken);
  }

  // guide: settle-end

  private void end(Row row, Settlement settlement) {
    Instant now = table.now();
    row.status =
        settlement.match(
            complete -> complete(row, complete, now),
            retry -> retry(row, retry, now),
            doubt -> doubt(row, doubt, now),
            fail -> fail(row, fail, now),
            release -> release(row, release, now));
    row.settledToken = row.newestToken;
    row.settledAs = settlement.getClass().getSimpleName();
    table.save(row);
  }

  private Status complete(Row row, Settlement.Complete complete, Instant now) {
    write(row, now, DecisionKind.COMPLETED, "status " + complete.response().status());
    mark(row, DoubtMark.CLEAR, Problem.NONE);
    return new Status.Complete(now, Completion.HANDLED, complete.response());
  }

  private Status retry(Row row, Settlement.Retry retry, Instant now) {
    write(row, now, DecisionKind.RETRY_SCHEDULED, retry.problem().toString());
    mark(row, retry.mark(), retry.problem());
    return pending(now, retry.after());
  }

  private Status doubt(Row row, Settlement.Doubt doubt, Instant now) {
    write(row, now, DecisionKind.IN_DOUBT, doubt.problem().toString());
    mark(row, DoubtMark.SET, doubt.problem());
    return pending(now, doubt.after());
  }

  private Status fail(Row row, Settlement.Fail fail, Instant now) {
    boolean parked = fail.reason() == FailureReason.IN_DOUBT;
    String why = fail.reason() + ", " + fail.problem();
    write(row, now, parked ? DecisionKind.PARKED : DecisionKind.FAILED, why);
    mark(row, fail.mark(), fail.problem());
    return new Status.Failed(now, fail.reason());
  }

  /** The attempt never was: if the key window began with it, it has not begun. */
  private Status release(Row row, Settlement.Release release, Instant now) {
    write(row, now, DecisionKind.RELEASED, release.problem().toString());
    mark(row, DoubtMark.KEEP, release.problem());
    row.attempts = Math.max(0, row.attempts - 1);
    if (row.windowToken == row.newestToken) {
      row.windowStart = null;
      row.windowToken = 0;
    }
    return pending(now, release.after());
  }

  private void write(Row row, Instant now, DecisionKind kind, String detail) {
    table.writeAttempt(row, now, kind, row.attempt().claim().owner(), detail);
  }

  private static void mark(Row row, DoubtMark mark, Problem problem) {
    row.inDoubt =
        switch (mark) {
          case CLEAR -> false;
          case KEEP -> row.inDoubt;
          case SET -> true;
        };
    row.problem = problem;
  }

  private static Status pending(Instant now, Duration after) {
    return new Status.Pending(now.plus(after));
  }
}
