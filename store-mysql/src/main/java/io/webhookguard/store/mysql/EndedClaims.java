package io.webhookguard.store.mysql;

import io.webhookguard.api.error.CorruptStateException;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.store.HeadOfLine;
import io.webhookguard.api.store.Settlement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the end of attempts writes, once their claims are locked. */
final class EndedClaims {

  private final WriteSession session;
  private final List<Ending> endings;
  private final List<DueRow> due = new ArrayList<>();
  private final List<Long> failed = new ArrayList<>();
  private final Responses responses;

  private EndedClaims(WriteSession session, List<Ending> endings) {
    this.session = session;
    this.endings = endings;
    this.responses = new Responses(session);
  }

  /** A claim that is locked, and how it ends. */
  record Ending(ClaimRow claim, Settlement settlement) {

    /** Whether the event lets go of its lane. */
    boolean leavesLane() {
      return claim.lane().isPresent()
          && settlement.match(
              complete -> true,
              retry -> false,
              doubt -> false,
              fail -> fail.headOfLine() != HeadOfLine.BLOCK,
              release -> false);
    }
  }

  /** Ends attempts in a transaction of the guard's. */
  static void write(WriteSession session, List<Ending> endings) {
    if (endings.isEmpty()) {
      return;
    }
    List<Sha256> left =
        endings.stream()
            .filter(Ending::leavesLane)
            .flatMap(e -> e.claim().lane().stream())
            .toList();
    Map<Sha256, LaneRow> lanes = Lanes.leave(session, left);
    EndedClaims ended = new EndedClaims(session, endings);
    ended.write(
        (event, block) -> {
          LaneRow lane = lanes.get(event.lane.orElseThrow());
          if (lane == null) {
            throw new CorruptStateException("the lane of event " + event.key() + " is not there");
          }
          return lane.open() > 0
              ? List.of(DueRow.vacancy(event.route, session.now(), lane))
              : List.of();
        });
  }

  /**
   * Ends an attempt in a user's transaction. The lane is let go, but counted down by the next claim
   * that looks at it: the row of a lane must not be locked for as long as a user likes.
   */
  static void writeForUser(WriteSession session, Ending ending) {
    EndedClaims ended = new EndedClaims(session, List.of(ending));
    ended.write(
        (event, block) ->
            List.of(
                DueRow.ended(
                    event.route,
                    session.now(),
                    block.at(Block.SIZE - 1),
                    event.lane.orElseThrow())));
  }

  /** What a lane that was let go leaves in the table of what is due. */
  @FunctionalInterface
  private interface Departure {
    List<DueRow> of(EventRow event, Block block);
  }

  private void write(Departure departure) {
    Map<Long, EventRow> events =
        Events.lock(
            session,
            MysqlStatement.LOCK_EVENTS,
            endings.stream().map(ending -> ending.claim().seq()).toList());
    Block block = session.takeBlock();
    Journal journal = new Journal(session, block);
    for (Ending ending : endings) {
      EventRow event = events.get(ending.claim().seq());
      if (event == null || event.token != ending.claim().token()) {
        throw new CorruptStateException("claim " + ending.claim().token() + " has lost its event");
      }
      end(event, ending, journal);
      if (ending.leavesLane()) {
        due.addAll(departure.of(event, block));
      }
    }
    Events.write(session, events.values());
    session.run(
        MysqlStatement.REMOVE_CLAIMS,
        "tokens",
        Tokens.rows(endings.stream().map(ending -> ending.claim().token()).toList()));
    Due.add(session, due);
    session.run(MysqlStatement.ADD_DEAD_LETTERS, "events", Events.rows(failed));
    responses.write();
    journal.write();
  }

  private void end(EventRow event, Ending ending, Journal journal) {
    Settlement settlement = ending.settlement();
    // A release takes its attempt back; the entry still belongs to that attempt.
    int attempt = event.attempts;
    event.end(settlement, session.now());
    journal.add(
        event,
        new Journal.Entry(
            settlement.decision(),
            ending.claim().owner(),
            attempt,
            ending.claim().token(),
            settlement.detail()));
    if (event.state == EventState.PENDING) {
      due.add(DueRow.of(event));
    } else if (event.state == EventState.FAILED) {
      failed.add(event.seq);
    }
    if (settlement instanceof Settlement.Complete complete) {
      responses.keep(event.seq, complete.response());
    }
  }
}
