package io.webhookguard.store.sqlite;

import io.webhookguard.api.error.CorruptStateException;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.store.Intervention;
import io.webhookguard.api.store.InterventionAnswer;
import io.webhookguard.api.store.InterventionAnswer.Refusal;
import io.webhookguard.store.sql.internal.HotStatements;
import io.webhookguard.store.sql.internal.InterventionRules;
import io.webhookguard.store.sql.internal.KnownEvent;
import io.webhookguard.store.sql.internal.SharedStatement;
import java.time.Instant;
import java.util.Optional;

/** Changes events outside any attempt (ES-40 to ES-48). */
final class Interventions {

  private final SqliteWriter writer;

  Interventions(SqliteWriter writer) {
    this.writer = writer;
  }

  InterventionAnswer intervene(EventKey key, Intervention intervention) {
    return writer.write(
        session ->
            find(session, key)
                .map(known -> intervene(session, known, intervention))
                .orElseGet(InterventionAnswer.Unknown::new));
  }

  private static Optional<KnownEvent> find(WriteSession session, EventKey key) {
    return session
        .call(SharedStatement.FIND_EVENT)
        .bind("key", key.digest())
        .first(KnownEvent::read);
  }

  private static InterventionAnswer intervene(
      WriteSession session, KnownEvent known, Intervention intervention) {
    if (known.interventionId().equals(Optional.of(intervention.id()))) {
      return new InterventionAnswer.Done(known.record());
    }
    Optional<Refusal> refusal =
        InterventionRules.refusal(
            known.record(), intervention, Instant.ofEpochMilli(session.now()));
    if (refusal.isPresent()) {
      return new InterventionAnswer.Refused(refusal.get(), known.record());
    }
    apply(session, known, intervention);
    return new InterventionAnswer.Done(find(session, known.record().key()).orElseThrow().record());
  }

  private static void apply(WriteSession session, KnownEvent known, Intervention intervention) {
    Changed changed = update(session, known, intervention);
    Journal.write(
        session, known.seq(), intervention.decision(), intervention.actor(), intervention.reason());
    if (intervention instanceof Intervention.Confirm confirm) {
      Settlements.keepResponse(session, known.seq(), confirm.response());
    }
    if (intervention instanceof Intervention.Replay) {
      session.call(SqliteStatement.DROP_RESPONSE).bind("seq", known.seq()).update();
      session.call(SqliteStatement.DROP_STEPS).bind("seq", known.seq()).update();
    }
    if (intervention instanceof Intervention.Erase) {
      Purge.dropContent(session, known.seq());
    } else if (changed.lane().isPresent() && !changed.head()) {
      moveHead(session, changed, intervention);
    }
  }

  /** Where the row stands afterwards. */
  private record Changed(Optional<Sha256> lane, long rank, boolean head) {}

  private static Changed update(WriteSession session, KnownEvent known, Intervention intervention) {
    HotStatements.Call call =
        intervention.match(
            redelivery -> toTail(session, SqliteStatement.REOPEN_REDELIVERED),
            retry -> toTail(session, SqliteStatement.RETRY_FAILED),
            confirm -> session.call(SqliteStatement.CONFIRM_FAILED),
            discard -> session.call(SqliteStatement.DISCARD_EVENT),
            replay -> toTail(session, SqliteStatement.REPLAY_COMPLETE),
            erase -> session.call(SqliteStatement.ERASE_EVENT));
    if (!(intervention instanceof Intervention.Erase)) {
      call.bind("now", session.now());
    }
    return call.bind("seq", known.seq())
        .bind("intervention_id", intervention.id())
        .first(row -> new Changed(row.optionalDigest("lane"), row.number("rank"), row.flag("head")))
        .orElseThrow(
            () -> new CorruptStateException(known.record().key() + " is not as it was read"));
  }

  private static HotStatements.Call toTail(WriteSession session, SqliteStatement statement) {
    long position = session.takeSerials(1) + 1;
    return session.call(statement).bind("position", position);
  }

  /** The event is no head now: either it waits behind others, or it has left the lane. */
  private static void moveHead(WriteSession session, Changed changed, Intervention intervention) {
    Sha256 lane = changed.lane().orElseThrow();
    boolean left =
        intervention instanceof Intervention.Confirm
            || intervention instanceof Intervention.Discard;
    if (left) {
      Lanes.leave(session, changed.lane());
    } else {
      Lanes.enter(session, lane, changed.rank());
    }
  }
}
