package io.webhookguard.store.postgres;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Claim;
import io.webhookguard.store.sql.internal.KnownEvent;
import io.webhookguard.store.sql.internal.Row;
import io.webhookguard.store.sql.internal.SqlReads;
import io.webhookguard.store.sql.internal.StoreClock;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Admits events (ES-1 to ES-9), a batch in one statement.
 *
 * <p>An arrival that was neither inserted nor found has a twin that was admitted in that moment: it
 * is asked again, and then found.
 */
final class Admissions {

  private static final int MOST_TRIES = 16;

  private final PostgresDatabase database;
  private final SqlReads reads;
  private final StoreClock clock;

  Admissions(PostgresDatabase database, SqlReads reads, StoreClock clock) {
    this.database = database;
    this.reads = reads;
    this.clock = clock;
  }

  List<Admission> admit(List<Arrival> arrivals) {
    return Rounds.decide(arrivals, Arrival::key, (round, items) -> decide(items, round > 0));
  }

  /**
   * Decides arrivals of different keys.
   *
   * @param again whether each stood in the batch before, and is known whatever its delivery (ES-5)
   */
  private List<Admission> decide(List<Arrival> arrivals, boolean again) {
    Map<EventKey, Admission> answers = new HashMap<>();
    List<Arrival> unanswered = arrivals;
    for (int tries = 1; !unanswered.isEmpty(); tries++) {
      if (tries > MOST_TRIES) {
        throw new OutcomeUnknownException(
            "others admitted the same events and removed them too often; ask again");
      }
      unanswered = ask(unanswered, again, answers);
    }
    return arrivals.stream().map(arrival -> answers.get(arrival.key())).toList();
  }

  /** Sends arrivals of different keys and returns those that must be asked again. */
  private List<Arrival> ask(
      List<Arrival> arrivals, boolean again, Map<EventKey, Admission> answers) {
    List<Answer> answered =
        database.write(
            statements ->
                AdmitCall.of(statements, arrivals)
                    .bind("now", clock.givenMillis())
                    .list(row -> answer(row, arrivals)),
            failure -> PostgresFaults.isMadeAgain(failure) || PostgresFaults.isTwin(failure));
    for (Answer answer : answered) {
      EventKey key = answer.arrival().key();
      answer.fresh().ifPresent(fresh -> answers.put(key, fresh));
      answer.known().ifPresent(known -> answers.put(key, known(known, answer.arrival(), again)));
    }
    return arrivals.stream().filter(arrival -> !answers.containsKey(arrival.key())).toList();
  }

  /** What a row says of an arrival: it was known, or what became of it, or neither. */
  private record Answer(Arrival arrival, Optional<KnownEvent> known, Optional<Admission> fresh) {}

  private static Answer answer(Row row, List<Arrival> arrivals) throws SQLException {
    Arrival arrival = arrivals.get(row.count("place") - 1);
    if (row.isNull("new_seq")) {
      return new Answer(
          arrival,
          row.isNull("seq") ? Optional.empty() : Optional.of(KnownEvent.read(row)),
          Optional.empty());
    }
    Admission fresh;
    if (!row.isNull("new_token")) {
      fresh = new Admission.Claimed(granted(row, arrival));
    } else if (arrival.intent() instanceof Arrival.Intent.Ignore) {
      fresh = new Admission.Ignored();
    } else {
      fresh = new Admission.Queued();
    }
    return new Answer(arrival, Optional.empty(), Optional.of(fresh));
  }

  /** A claim on an event that is new: what came with it need not be read back. */
  private static Attempt granted(Row row, Arrival arrival) throws SQLException {
    Arrival.Intent.Claim wish = (Arrival.Intent.Claim) arrival.intent();
    Instant now = row.time("new_now");
    Claim claim =
        new Claim(
            arrival.key(),
            wish.owner(),
            wish.claimId(),
            new FencingToken(row.number("new_token")),
            now.plusMillis(StoreClock.after(0, wish.lease())));
    return new Attempt(
        claim,
        arrival.type(),
        arrival.lane(),
        arrival.attributes(),
        arrival.payload(),
        1,
        1,
        false,
        now,
        now,
        now);
  }

  private Admission known(KnownEvent known, Arrival arrival, boolean again) {
    return !again && known.deliveryId().equals(arrival.deliveryId())
        ? firstAnswer(known)
        : recognise(known, arrival);
  }

  /** The answer to a delivery that is sent again because its reply was lost (ES-4). */
  private Admission firstAnswer(KnownEvent known) {
    if (known.firstIgnored()) {
      return new Admission.Ignored();
    }
    return known.isHeldByItsAdmission() && known.record().status() instanceof Status.Processing held
        ? reads.claims(held.claimId()).stream()
            .filter(attempt -> attempt.claim().token().value() == known.firstToken())
            .findFirst()
            .<Admission>map(Admission.Claimed::new)
            .orElseGet(Admission.Queued::new)
        : new Admission.Queued();
  }

  private static Admission recognise(KnownEvent known, Arrival arrival) {
    return known.record().payloadSha256().equals(arrival.payload().sha256())
        ? new Admission.Duplicate(known.record())
        : new Admission.Conflict(known.record());
  }
}
