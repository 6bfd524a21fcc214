package io.webhookguard.store.mysql;

import io.webhookguard.api.error.CorruptStateException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.store.Intervention;
import io.webhookguard.api.store.InterventionAnswer;
import io.webhookguard.api.store.InterventionAnswer.Refusal;
import io.webhookguard.store.sql.internal.Fault;
import io.webhookguard.store.sql.internal.InterventionRules;
import io.webhookguard.store.sql.internal.KnownEvent;
import io.webhookguard.store.sql.internal.SharedStatement;
import io.webhookguard.store.sql.internal.SqlFaults;
import io.webhookguard.store.sql.internal.SqlReads;
import io.webhookguard.store.sql.internal.StoredKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Changes events outside any attempt (ES-40 to ES-48).
 *
 * <p>The lane is locked first and the event second, as everywhere. What a user's transaction holds
 * is not waited for: the event's lock is asked for without waiting, a few times.
 */
final class Interventions {

  private final Connections connections;
  private final SqlReads reads;

  Interventions(Connections connections, SqlReads reads) {
    this.connections = connections;
    this.reads = reads;
  }

  InterventionAnswer intervene(EventKey key, Intervention intervention) {
    Optional<KnownEvent> known = reads.findKnown(key);
    if (known.isEmpty()) {
      return new InterventionAnswer.Unknown();
    }
    try {
      return connections.write(session -> intervene(session, key, intervention));
    } catch (StoreUnavailableException e) {
      boolean isLocked =
          SqlFaults.cause(e)
              .filter(cause -> connections.faults().classify(cause) == Fault.BUSY)
              .filter(cause -> cause.getErrorCode() != 0)
              .isPresent();
      if (isLocked) {
        return new InterventionAnswer.Locked();
      }
      throw e;
    }
  }

  private static InterventionAnswer intervene(
      WriteSession session, EventKey key, Intervention intervention) {
    Optional<KnownEvent> seen = find(session, key);
    if (seen.isEmpty()) {
      return new InterventionAnswer.Unknown();
    }
    Optional<Sha256> lane = laneOf(seen.get());
    Map<Sha256, LaneRow> lanes = Lanes.lock(session, lane.map(List::of).orElse(List.of()));
    EventRow event =
        Events.lock(session, MysqlStatement.LOCK_EVENTS_NOW, List.of(seen.get().seq()))
            .get(seen.get().seq());
    Optional<KnownEvent> known = find(session, key);
    if (event == null || known.isEmpty()) {
      return new InterventionAnswer.Unknown();
    }
    if (known.get().interventionId().equals(Optional.of(intervention.id()))) {
      return new InterventionAnswer.Done(known.get().record());
    }
    Optional<Refusal> refusal =
        InterventionRules.refusal(
            known.get().record(), intervention, Instant.ofEpochMilli(session.now()));
    if (refusal.isPresent()) {
      return new InterventionAnswer.Refused(refusal.get(), known.get().record());
    }
    new Change(session, event, lane.map(lanes::get), intervention).apply();
    return new InterventionAnswer.Done(find(session, key).orElseThrow().record());
  }

  private static Optional<Sha256> laneOf(KnownEvent known) {
    EventKey key = known.record().key();
    return known.record().lane().isNone()
        ? Optional.empty()
        : Optional.of(known.record().lane().digest(key.route(), key.scope()));
  }

  private static Optional<KnownEvent> find(WriteSession session, EventKey key) {
    return session
        .call(SharedStatement.FIND_EVENT)
        .bind("key", StoredKey.of(key))
        .first(KnownEvent::read);
  }

  /**
   * A change that is allowed, on an event and a lane that are locked.
   *
   * @param lane the event's lane, if it has one that anything is in
   */
  private record Change(
      WriteSession session, EventRow event, Optional<LaneRow> lane, Intervention intervention) {

    void apply() {
      takeOut();
      Block block = session.takeBlock();
      boolean failed = event.state == EventState.FAILED;
      boolean held = event.holdsLane;
      boolean waited = event.state == EventState.PENDING && !held;
      event.change(intervention, session.now(), block.at(1));
      putIn(block, held, waited);
      Events.write(session, List.of(event));
      markFailed(failed);
      writeResponse();
      Journal journal = new Journal(session, block);
      journal.add(
          event,
          Journal.Entry.of(intervention.decision(), intervention.actor(), intervention.reason()));
      journal.write();
    }

    private boolean ends() {
      return intervention instanceof Intervention.Confirm
          || intervention instanceof Intervention.Discard;
    }

    /** What was there to be claimed is not any more. */
    private void takeOut() {
      if (event.state != EventState.PENDING) {
        return;
      }
      if (event.lane.isEmpty() || event.holdsLane) {
        Due.remove(session, List.of(DueRow.of(event)));
      } else {
        WaitingRow.remove(session, List.of(WaitingRow.of(requireLane(), event)));
      }
    }

    private LaneRow requireLane() {
      return lane.orElseThrow(
          () -> new CorruptStateException("the lane of event " + event.key() + " is not there"));
    }

    /** Where the event stands now, and what that means for those that wait behind it. */
    private void putIn(Block block, boolean held, boolean waited) {
      if (intervention instanceof Intervention.Erase) {
        return; // it was over before
      }
      if (ends()) {
        leave(held, waited);
      } else if (event.lane.isEmpty() || event.holdsLane) {
        Due.add(session, List.of(DueRow.of(event)));
      } else {
        enter(block);
      }
    }

    /** A FAILED event that does not hold its lane was counted out of it before. */
    private void leave(boolean held, boolean waited) {
      if (event.lane.isEmpty() || !(held || waited)) {
        return;
      }
      LaneRow left = Lanes.leave(session, List.of(event.lane.get())).get(event.lane.get());
      if (left == null) {
        throw new CorruptStateException("the lane of event " + event.key() + " is not there");
      }
      if (held && left.open() > 0) {
        Due.add(session, List.of(DueRow.vacancy(event.route, session.now(), left)));
      } else if (waited && left.open() == 0) {
        session.call(MysqlStatement.REMOVE_VACANCY).bind("lane", left.digest()).update();
      }
    }

    private void enter(Block block) {
      Sha256 digest = event.lane.orElseThrow();
      TreeMap<Sha256, Integer> one = new TreeMap<>(Map.of(digest, 1));
      LaneRow entered = Lanes.enter(session, one, place -> block.at(2)).get(digest);
      if (entered == null) {
        throw new CorruptStateException("a lane that was just entered is not there");
      }
      WaitingRow.add(session, List.of(WaitingRow.of(entered, event)));
      if (entered.open() == 1) {
        Due.add(session, List.of(DueRow.vacancy(event.route, session.now(), entered)));
      }
    }

    private void markFailed(boolean wasFailed) {
      JsonRows rows = Events.rows(List.of(event.seq));
      if (wasFailed && event.state != EventState.FAILED) {
        session.run(MysqlStatement.REMOVE_DEAD_LETTERS, "events", rows);
      } else if (!wasFailed && event.state == EventState.FAILED) {
        session.run(MysqlStatement.ADD_DEAD_LETTERS, "events", rows);
      }
    }

    private void writeResponse() {
      if (intervention instanceof Intervention.Confirm confirm) {
        Responses responses = new Responses(session);
        responses.keep(event.seq, confirm.response());
        responses.write();
      }
      if (intervention instanceof Intervention.Replay) {
        JsonRows rows = Events.rows(List.of(event.seq));
        session.run(MysqlStatement.DROP_RESPONSES, "events", rows);
        session.run(MysqlStatement.DROP_STEPS, "events", rows);
      }
      if (intervention instanceof Intervention.Erase) {
        Purge.dropContent(session, Events.rows(List.of(event.seq)));
      }
    }
  }
}
