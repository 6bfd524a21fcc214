package io.webhookguard.store.redis;

import io.webhookguard.api.event.Completion;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Claim;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** An event as scripts answer it: what facts_of and state_of in event.lua say, and what follows. */
final class StoredEvent {

  /** How it stands in its lane: on the way there (COMING in event.lua). */
  private static final long COMING = 1;

  private final EventKey key;
  private final String type;
  private final Lane lane;
  private final Sha256 payloadSha256;
  private final Instant receivedAt;
  private final long admission;
  private final EventState state;
  private final Instant at;
  private final String how;
  private final String owner;
  private final byte[] claimId;
  private final long position;
  private final boolean holdsLane;
  private final int generation;
  private final int attempts;
  private final boolean inDoubt;
  private final int reopenings;
  private final Problem problem;
  private final long token;
  private final Instant startedAt;
  private final Optional<Instant> windowStart;
  private final boolean payloadKept;
  private final byte[] response;
  private final boolean bodyKept;
  private final boolean coming;
  private final byte[] extra;

  StoredEvent(Fields fields) {
    Fields facts = fields.list();
    this.key = new EventKey(new Route(facts.text(), facts.text()), facts.text(), facts.text());
    facts.skip(); // the delivery
    this.type = facts.text();
    this.lane = new Lane(facts.text());
    facts.skip(); // its rank
    this.payloadSha256 = Sha256.ofDigest(facts.bytes());
    this.receivedAt = Micros.instant(facts.number());
    this.admission = facts.number();
    Fields state = fields.list();
    this.state = EventState.valueOf(state.text());
    this.at = Micros.instant(state.number());
    this.how = state.text();
    this.owner = state.text();
    this.claimId = state.bytes();
    this.position = state.number();
    this.holdsLane = state.flag();
    this.generation = state.small();
    this.attempts = state.small();
    this.inDoubt = state.flag();
    this.reopenings = state.small();
    this.problem = new Problem(state.text(), state.text());
    this.token = state.number();
    this.startedAt = Micros.instant(state.number());
    this.windowStart = state.optionalNumber().map(Micros::instant);
    state.skip().skip().skip().skip(); // what took effect last
    this.payloadKept = state.flag();
    state.skip().skip(); // its newest entry
    this.response = state.bytes();
    this.bodyKept = state.flag();
    state.skip().skip(); // what the first answer was
    this.coming = state.number() == COMING;
    this.extra = fields.hasNext() ? fields.bytes() : new byte[0];
  }

  EventKey key() {
    return key;
  }

  /** The number of its admission: no other event of its partition has the same. */
  long admission() {
    return admission;
  }

  /** Whether its place in its lane is not known yet. */
  boolean isComing() {
    return coming;
  }

  Sha256 payloadSha256() {
    return payloadSha256;
  }

  /** The event, where the body of its response was read too. */
  EventRecord toRecord() {
    return toRecord(bodyKept);
  }

  /** The event as a list shows it. */
  EventRecord toRecordWithoutBody() {
    return toRecord(false);
  }

  long position() {
    return position;
  }

  /** The event as it is here, but for its place, which was learned later. */
  EventRecord toRecordAt(long place) {
    return toRecord(place, bodyKept);
  }

  private EventRecord toRecord(boolean withBody) {
    return toRecord(position, withBody);
  }

  private EventRecord toRecord(long place, boolean withBody) {
    return new EventRecord(
        key,
        type,
        lane,
        place,
        holdsLane,
        payloadSha256,
        payloadKept,
        status(withBody),
        generation,
        attempts,
        token,
        inDoubt,
        reopenings,
        problem,
        receivedAt,
        windowStart);
  }

  private Status status(boolean withBody) {
    return switch (state) {
      case PENDING -> new Status.Pending(at);
      case PROCESSING -> new Status.Processing(owner, Fields.uuid(claimId), at);
      case COMPLETE -> new Status.Complete(at, Completion.valueOf(how), response(withBody));
      case FAILED -> new Status.Failed(at, FailureReason.valueOf(how));
    };
  }

  private Response response(boolean withBody) {
    if (response.length > 0) {
      return Packed.response(response, withBody, extra);
    }
    return withBody ? Response.EMPTY : Response.EMPTY.withoutBody();
  }

  /** The current claim, where the payload was read too. */
  Attempt toAttempt() {
    UUID id = Fields.uuid(claimId);
    Packed.Content content = Packed.content(extra);
    return new Attempt(
        new Claim(key, owner, id, new FencingToken(token), at),
        type,
        lane,
        content.attributes(),
        content.payload(),
        generation,
        attempts,
        inDoubt,
        receivedAt,
        startedAt,
        windowStart.orElse(startedAt));
  }
}
