package io.webhookguard.store.postgres;

import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Claim;
import io.webhookguard.store.sql.internal.HotStatements;
import io.webhookguard.store.sql.internal.InterventionRules;
import io.webhookguard.store.sql.internal.KnownEvent;
import io.webhookguard.store.sql.internal.Row;
import io.webhookguard.store.sql.internal.SqlArray;
import io.webhookguard.store.sql.internal.SqlReads;
import io.webhookguard.store.sql.internal.StoreClock;
import io.webhookguard.store.sql.internal.StoredKey;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
                bind(statements.call(PostgresStatement.ADMIT), arrivals)
                    .list(row -> answer(row, arrivals.get(row.count("place") - 1))),
            failure -> PostgresFaults.isMadeAgain(failure) || PostgresFaults.isTwin(failure));
    List<Arrival> unanswered = new ArrayList<>();
    for (int i = 0; i < arrivals.size(); i++) {
      Arrival arrival = arrivals.get(i);
      Answer answer = answered.get(i);
      if (answer.known().isPresent()) {
        answers.put(arrival.key(), known(answer.known().get(), arrival, again));
      } else if (answer.fresh().isPresent()) {
        answers.put(arrival.key(), answer.fresh().get());
      } else {
        unanswered.add(arrival);
      }
    }
    return unanswered;
  }

  /** What a row says: the event was known, or what became of it, or neither. */
  private record Answer(Optional<KnownEvent> known, Optional<Admission> fresh) {}

  private HotStatements.Call bind(HotStatements.Call call, List<Arrival> arrivals) {
    return call.bind("now", clock.givenMillis())
        .bind("keys", SqlArray.bytes(arrivals, arrival -> StoredKey.of(arrival.key())))
        .bind("deliveries", SqlArray.ids(arrivals, Arrival::deliveryId))
        .bind("sources", SqlArray.texts(arrivals, arrival -> arrival.key().route().source()))
        .bind("consumers", SqlArray.texts(arrivals, arrival -> arrival.key().route().consumer()))
        .bind("scopes", SqlArray.texts(arrivals, arrival -> arrival.key().scope()))
        .bind("event_ids", SqlArray.texts(arrivals, arrival -> arrival.key().eventId()))
        .bind("types", SqlArray.texts(arrivals, Arrival::type))
        .bind("lane_texts", SqlArray.texts(arrivals, arrival -> arrival.lane().text()))
        .bind("lanes", SqlArray.digests(arrivals, Admissions::laneOf))
        .bind("ranks", SqlArray.longs(arrivals, Arrival::rank))
        .bind("digests", SqlArray.digests(arrivals, arrival -> arrival.payload().sha256()))
        .bind("content_types", SqlArray.texts(arrivals, arrival -> arrival.payload().contentType()))
        .bind("attributes", SqlArray.bytes(arrivals, arrival -> arrival.attributes().encode()))
        .bind("bodies", SqlArray.bytes(arrivals, arrival -> arrival.payload().toByteArray()))
        .bind("routes", SqlArray.longs(arrivals, arrival -> RouteNumber.of(arrival.key().route())))
        .bind("intents", SqlArray.texts(arrivals, arrival -> Wish.of(arrival).intent()))
        .bind("actors", SqlArray.texts(arrivals, arrival -> Wish.of(arrival).actor()))
        .bind("details", SqlArray.texts(arrivals, arrival -> Wish.of(arrival).detail()))
        .bind("claim_ids", SqlArray.ids(arrivals, arrival -> Wish.of(arrival).claimId()))
        .bind("leases", SqlArray.longs(arrivals, arrival -> Wish.of(arrival).leaseMillis()));
  }

  private static @Nullable Sha256 laneOf(Arrival arrival) {
    Lane lane = arrival.lane();
    EventKey key = arrival.key();
    return lane.isNone() ? null : lane.digest(key.route(), key.scope());
  }

  /** An intent in columns. */
  private record Wish(
      String intent,
      String actor,
      String detail,
      @Nullable UUID claimId,
      @Nullable Long leaseMillis) {

    static Wish of(Arrival arrival) {
      return arrival
          .intent()
          .match(
              queue -> new Wish("QUEUE", InterventionRules.GUARD, arrival.type(), null, null),
              claim ->
                  new Wish(
                      "CLAIM",
                      claim.owner(),
                      arrival.type(),
                      claim.claimId(),
                      StoreClock.after(0, claim.lease())),
              ignore ->
                  new Wish(
                      "IGNORE",
                      InterventionRules.GUARD,
                      ignore.reason().name().toLowerCase(Locale.ROOT),
                      null,
                      null));
    }
  }

  private static Answer answer(Row row, Arrival arrival) throws SQLException {
    if (row.isNull("new_seq")) {
      return row.isNull("seq")
          ? new Answer(Optional.empty(), Optional.empty())
          : new Answer(Optional.of(KnownEvent.read(row)), Optional.empty());
    }
    Admission fresh;
    if (!row.isNull("new_token")) {
      fresh = new Admission.Claimed(granted(row, arrival));
    } else if (arrival.intent() instanceof Arrival.Intent.Ignore) {
      fresh = new Admission.Ignored();
    } else {
      fresh = new Admission.Queued();
    }
    return new Answer(Optional.empty(), Optional.of(fresh));
  }

  /** A claim on an event that is new: what came with it need not be read back. */
  private static Attempt granted(Row row, Arrival arrival) throws SQLException {
    Arrival.Intent.Claim wish = (Arrival.Intent.Claim) arrival.intent();
    Claim claim =
        new Claim(
            arrival.key(),
            wish.owner(),
            wish.claimId(),
            new FencingToken(row.number("new_token")),
            row.time("new_lease_end"));
    return new Attempt(
        claim,
        arrival.type(),
        arrival.lane(),
        arrival.attributes(),
        arrival.payload(),
        1,
        1,
        false,
        row.time("new_now"),
        row.time("new_now"),
        row.time("new_now"));
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
