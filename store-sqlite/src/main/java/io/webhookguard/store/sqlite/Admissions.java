package io.webhookguard.store.sqlite;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.store.sql.internal.KnownEvent;
import io.webhookguard.store.sql.internal.SharedStatement;
import io.webhookguard.store.sql.internal.SqlReads;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Admits events (ES-1 to ES-9).
 *
 * <p>What is known is recognised by reads, which need no write lock. As soon as one arrival of a
 * batch is not known, the whole batch is decided again inside a transaction, one arrival after
 * another: its row is looked up by digest, and inserted if there is none. The write lock is held,
 * so nobody can come between the two.
 */
final class Admissions {

  private final SqliteWriter writer;
  private final SqlReads reads;

  Admissions(SqliteWriter writer, SqlReads reads) {
    this.writer = writer;
    this.reads = reads;
  }

  List<Admission> admit(List<Arrival> arrivals) {
    List<Admission> known = recogniseAll(arrivals);
    return known.size() == arrivals.size()
        ? List.copyOf(known)
        : writer.write(session -> admit(session, arrivals));
  }

  /** The answers up to the first arrival that needs the write lock. */
  private List<Admission> recogniseAll(List<Arrival> arrivals) {
    List<Admission> answers = new ArrayList<>(arrivals.size());
    Set<EventKey> seen = new HashSet<>();
    for (Arrival arrival : arrivals) {
      Optional<KnownEvent> known = reads.findKnown(arrival.key());
      boolean repeatedInBatch = !seen.add(arrival.key());
      if (known.isEmpty() || (!repeatedInBatch && isItsDelivery(known.get(), arrival))) {
        break;
      }
      answers.add(recognise(known.get(), arrival));
    }
    return answers;
  }

  private static List<Admission> admit(WriteSession session, List<Arrival> arrivals) {
    List<Admission> answers = new ArrayList<>(arrivals.size());
    Set<EventKey> seen = new HashSet<>();
    // Two for each arrival: its position, and the token of the claim that it may get.
    long serial = session.takeSerials(2 * arrivals.size());
    for (Arrival arrival : arrivals) {
      boolean repeatedInBatch = !seen.add(arrival.key());
      Sha256 digest = arrival.key().digest();
      Optional<KnownEvent> known =
          session.call(SharedStatement.FIND_EVENT).bind("key", digest).first(KnownEvent::read);
      if (known.isEmpty()) {
        answers.add(new Newcomer(session, arrival, digest, serial + 1, serial + 2).admit());
        serial += 2;
      } else if (!repeatedInBatch && isItsDelivery(known.get(), arrival)) {
        answers.add(firstAnswer(session, known.get()));
      } else {
        answers.add(recognise(known.get(), arrival));
      }
    }
    return answers;
  }

  private static boolean isItsDelivery(KnownEvent known, Arrival arrival) {
    return known.deliveryId().equals(arrival.deliveryId());
  }

  /** The answer to a delivery that is sent again because its reply was lost (ES-4). */
  private static Admission firstAnswer(WriteSession session, KnownEvent known) {
    if (known.firstIgnored()) {
      return new Admission.Ignored();
    }
    return known.isHeldByItsAdmission()
        ? new Admission.Claimed(Claims.attempt(session, known.seq()))
        : new Admission.Queued();
  }

  private static Admission recognise(KnownEvent known, Arrival arrival) {
    return known.record().payloadSha256().equals(arrival.payload().sha256())
        ? new Admission.Duplicate(known.record())
        : new Admission.Conflict(known.record());
  }

  /**
   * An arrival that nobody has seen.
   *
   * @param position its place in its lane
   * @param token the token of the claim that it may get
   */
  private record Newcomer(
      WriteSession session, Arrival arrival, Sha256 digest, long position, long token) {

    Admission admit() {
      return arrival
          .intent()
          .match(queue -> received(), claim -> claimed(claim), ignore -> ignored(ignore));
    }

    private Admission received() {
      Inserted row = insert(0, false);
      write(row, DecisionKind.RECEIVED, LedgerEntry.GUARD, arrival.type());
      return new Admission.Queued();
    }

    /** Somebody else in the lane means "later", never "duplicate" (LN-4, LN-5). */
    private Admission claimed(Arrival.Intent.Claim wish) {
      Inserted row = insert(token, false);
      write(row, DecisionKind.RECEIVED, wish.owner(), arrival.type());
      if (!row.alone()) {
        return new Admission.Queued();
      }
      Claims.Terms terms = new Claims.Terms(wish.owner(), wish.claimId(), wish.lease());
      Claims.grant(session, row.seq(), token, terms);
      Attempt attempt = Claims.attempt(session, row.seq());
      return new Admission.Claimed(attempt);
    }

    private Admission ignored(Arrival.Intent.Ignore wish) {
      Inserted row = insert(0, true);
      String why = wish.reason().name().toLowerCase(Locale.ROOT);
      write(row, DecisionKind.IGNORED, LedgerEntry.GUARD, why);
      return new Admission.Ignored();
    }

    private void write(Inserted row, DecisionKind kind, String actor, String detail) {
      Journal.write(session, row.seq(), kind, actor, detail);
    }

    private Inserted insert(long firstToken, boolean ignored) {
      Optional<Sha256> lane = laneOf(arrival);
      Inserted row =
          session
              .call(SqliteStatement.ADMIT_EVENT)
              .bind("digest", digest)
              .bind("source", arrival.key().route().source())
              .bind("consumer", arrival.key().route().consumer())
              .bind("scope", arrival.key().scope())
              .bind("event_id", arrival.key().eventId())
              .bind("type", arrival.type())
              .bind("lane_text", arrival.lane().text())
              .bind("lane", lane.orElse(null))
              .bind("rank", arrival.rank())
              .bind("payload_sha256", arrival.payload().sha256())
              .bind("now", session.now())
              .bind("delivery_id", arrival.deliveryId())
              .bind("ignored", ignored)
              .bind("first_token", firstToken)
              .bind("position", position)
              .first(inserted -> new Inserted(inserted.number("seq"), inserted.flag("head")))
              .orElseThrow();
      insertPayload(row.seq());
      if (lane.isPresent() && !row.alone() && !ignored) {
        Lanes.enter(session, lane.get(), arrival.rank());
      }
      return row;
    }

    private void insertPayload(long seq) {
      session
          .call(SqliteStatement.ADMIT_PAYLOAD)
          .bind("seq", seq)
          .bind("content_type", arrival.payload().contentType())
          .bind("body", arrival.payload().toByteArray())
          .bind("attributes", arrival.attributes().encode())
          .update();
    }

    private static Optional<Sha256> laneOf(Arrival arrival) {
      Lane lane = arrival.lane();
      EventKey key = arrival.key();
      return lane.isNone() ? Optional.empty() : Optional.of(lane.digest(key.route(), key.scope()));
    }
  }

  /**
   * A row that was just inserted.
   *
   * @param alone whether nobody else is in its lane
   */
  private record Inserted(long seq, boolean alone) {}
}
