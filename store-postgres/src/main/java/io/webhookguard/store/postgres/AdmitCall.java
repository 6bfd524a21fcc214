package io.webhookguard.store.postgres;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.store.sql.internal.HotStatements;
import io.webhookguard.store.sql.internal.SqlArray;
import io.webhookguard.store.sql.internal.StoreClock;
import io.webhookguard.store.sql.internal.StoredKey;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The smallest statement that takes a batch of arrivals, with its parameters. All of them do the
 * same; the small ones lack what their arrivals do not need.
 */
final class AdmitCall {

  private AdmitCall() {}

  /** Binds everything but the time. */
  static HotStatements.Call of(HotStatements statements, List<Arrival> arrivals) {
    boolean free = arrivals.stream().allMatch(arrival -> arrival.lane().isNone());
    boolean claims =
        arrivals.stream().allMatch(arrival -> arrival.intent() instanceof Arrival.Intent.Claim);
    List<Wish> wishes = arrivals.stream().map(Wish::of).toList();
    if (free && arrivals.size() == 1) {
      Arrival arrival = arrivals.get(0);
      return claims
          ? claim(statements.call(PostgresStatement.ADMIT_CLAIM), arrival, wishes.get(0))
          : queue(statements.call(PostgresStatement.ADMIT_QUEUE), arrival, wishes.get(0));
    }
    return free && claims
        ? many(statements.call(PostgresStatement.ADMIT_CLAIMS), arrivals, wishes)
        : any(statements.call(PostgresStatement.ADMIT), arrivals, wishes);
  }

  private static HotStatements.Call claim(HotStatements.Call call, Arrival arrival, Wish wish) {
    return one(call, arrival, wish)
        .bind("claim_id", wish.claimId())
        .bind("lease", wish.leaseMillis());
  }

  private static HotStatements.Call queue(HotStatements.Call call, Arrival arrival, Wish wish) {
    return one(call, arrival, wish)
        .bind("route", RouteNumber.of(arrival.key().route()))
        .bind("intent", wish.intent());
  }

  private static HotStatements.Call one(HotStatements.Call call, Arrival arrival, Wish wish) {
    EventKey key = arrival.key();
    return call.bind("key", StoredKey.of(key))
        .bind("delivery", arrival.deliveryId())
        .bind("source", key.route().source())
        .bind("consumer", key.route().consumer())
        .bind("scope", key.scope())
        .bind("event_id", key.eventId())
        .bind("type", arrival.type())
        .bind("rank", arrival.rank())
        .bind("digest", arrival.payload().sha256())
        .bind("content_type", arrival.payload().contentType())
        .bind("attributes", arrival.attributes().encode())
        .bind("body", arrival.payload())
        .bind("actor", wish.actor())
        .bind("detail", wish.detail());
  }

  private static HotStatements.Call any(
      HotStatements.Call call, List<Arrival> arrivals, List<Wish> wishes) {
    return many(call, arrivals, wishes)
        .bind("lane_texts", SqlArray.texts(arrivals, arrival -> arrival.lane().text()))
        .bind("lanes", SqlArray.digests(arrivals, AdmitCall::laneOf))
        .bind("routes", SqlArray.longs(arrivals, arrival -> RouteNumber.of(arrival.key().route())))
        .bind("intents", SqlArray.texts(wishes, Wish::intent));
  }

  private static HotStatements.Call many(
      HotStatements.Call call, List<Arrival> arrivals, List<Wish> wishes) {
    return call.bind("keys", SqlArray.bytes(arrivals, arrival -> StoredKey.of(arrival.key())))
        .bind("deliveries", SqlArray.ids(arrivals, Arrival::deliveryId))
        .bind("sources", SqlArray.texts(arrivals, arrival -> arrival.key().route().source()))
        .bind("consumers", SqlArray.texts(arrivals, arrival -> arrival.key().route().consumer()))
        .bind("scopes", SqlArray.texts(arrivals, arrival -> arrival.key().scope()))
        .bind("event_ids", SqlArray.texts(arrivals, arrival -> arrival.key().eventId()))
        .bind("types", SqlArray.texts(arrivals, Arrival::type))
        .bind("ranks", SqlArray.longs(arrivals, Arrival::rank))
        .bind("digests", SqlArray.digests(arrivals, arrival -> arrival.payload().sha256()))
        .bind("content_types", SqlArray.texts(arrivals, arrival -> arrival.payload().contentType()))
        .bind("attributes", SqlArray.bytes(arrivals, arrival -> arrival.attributes().encode()))
        .bind("bodies", SqlArray.bytes(arrivals, arrival -> arrival.payload().toByteArray()))
        .bind("actors", SqlArray.texts(wishes, Wish::actor))
        .bind("details", SqlArray.texts(wishes, Wish::detail))
        .bind("claim_ids", SqlArray.ids(wishes, Wish::claimId))
        .bind("leases", SqlArray.longs(wishes, Wish::leaseMillis));
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
              queue -> new Wish("QUEUE", LedgerEntry.GUARD, arrival.type(), null, null),
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
                      LedgerEntry.GUARD,
                      ignore.reason().name().toLowerCase(Locale.ROOT),
                      null,
                      null));
    }
  }
}
