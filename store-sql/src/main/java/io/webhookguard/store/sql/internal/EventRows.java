package io.webhookguard.store.sql.internal;

import io.webhookguard.api.error.CorruptStateException;
import io.webhookguard.api.event.Attributes;
import io.webhookguard.api.event.Completion;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.FencingToken;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Names;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.event.Sha256;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Claim;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Makes records of the SPI from rows of the event table and what is joined to it.
 *
 * <p>What was checked when it was written is checked again when it is read: a row that breaks the
 * rules of its record, or whose digests do not fit what they are digests of, is a {@link
 * CorruptStateException}, never a wrong answer.
 */
public final class EventRows {

  private EventRows() {}

  /** The event with its whole response, from a row of {@link SharedStatement#FIND_EVENT}. */
  public static EventRecord record(Row row) throws SQLException {
    return checked(row, () -> readRecord(row, true));
  }

  /** The event as lists show it, from a row that leaves the body of the response out. */
  public static EventRecord listed(Row row) throws SQLException {
    return checked(row, () -> readRecord(row, false));
  }

  /** A current claim, from a row of {@link SharedStatement#FIND_CLAIMS}. */
  public static Attempt attempt(Row row) throws SQLException {
    return checked(row, () -> readAttempt(row));
  }

  /** A payload, from a row of {@link SharedStatement#FIND_PAYLOAD}. */
  public static Payload payload(Row row) throws SQLException {
    return checked(row, () -> readPayload(row));
  }

  /** The key alone. */
  public static EventKey key(Row row) throws SQLException {
    return new EventKey(
        new Route(row.text("source"), row.text("consumer")),
        row.text("scope"),
        row.text("event_id"));
  }

  /** What the values refuse, a stranger wrote. */
  private static <T> T checked(Row row, Read<T> read) throws SQLException {
    try {
      return read.value();
    } catch (IllegalArgumentException | ArithmeticException e) {
      String which = row.text("source") + "/" + row.text("consumer") + "/" + row.text("event_id");
      throw new CorruptStateException(
          "the row of event " + Names.printable(which, 400) + " is not the guard's", e);
    }
  }

  private interface Read<T> {
    T value() throws SQLException;
  }

  private static EventRecord readRecord(Row row, boolean withBody) throws SQLException {
    EventKey key = key(row);
    requireSame("key", row.digest("digest"), key.digest());
    return new EventRecord(
        key,
        row.text("type"),
        new Lane(row.text("lane_text")),
        row.number("position"),
        row.flag("holds_lane"),
        row.digest("payload_sha256"),
        row.flag("payload_kept"),
        status(row, withBody),
        row.count("generation"),
        row.count("attempts"),
        row.number("token"),
        row.flag("in_doubt"),
        row.count("reopenings"),
        new Problem(row.text("problem_kind"), row.text("problem_detail")),
        row.time("received_at"),
        row.optionalTime("window_start"));
  }

  private static Status status(Row row, boolean withBody) throws SQLException {
    return switch (EventState.valueOf(row.text("state"))) {
      case PENDING -> new Status.Pending(row.time("due_at"));
      case PROCESSING ->
          new Status.Processing(row.text("owner"), row.id("claim_id"), row.time("lease_end"));
      case COMPLETE ->
          new Status.Complete(
              row.time("settled_at"),
              Completion.valueOf(row.text("completion")),
              response(row, withBody));
      case FAILED ->
          new Status.Failed(row.time("settled_at"), FailureReason.valueOf(row.text("failure")));
    };
  }

  /** What was answered with nothing has no response of its own, and so has an ignored event. */
  private static Response response(Row row, boolean withBody) throws SQLException {
    Optional<byte[]> digest = row.optionalBytes("response_sha256");
    if (digest.isEmpty()) {
      return withBody && row.flag("payload_kept") ? Response.EMPTY : Response.EMPTY.withoutBody();
    }
    Sha256 sha256 = Sha256.ofDigest(digest.get());
    int status = row.count("response_status");
    String contentType = row.text("response_type");
    Optional<byte[]> body = withBody ? row.optionalBytes("response_body") : Optional.empty();
    if (body.isEmpty()) {
      return Response.withoutBody(status, contentType, sha256);
    }
    Response response = Response.of(status, contentType, body.get());
    requireSame("response", sha256, response.bodySha256());
    return response;
  }

  private static Attempt readAttempt(Row row) throws SQLException {
    EventKey key = key(row);
    requireSame("key", row.digest("digest"), key.digest());
    return new Attempt(
        new Claim(
            key,
            row.text("owner"),
            row.id("claim_id"),
            new FencingToken(row.number("token")),
            row.time("lease_end")),
        row.text("type"),
        new Lane(row.text("lane_text")),
        Attributes.decode(row.bytes("attributes")),
        readPayload(row),
        row.count("generation"),
        row.count("attempts"),
        row.flag("in_doubt"),
        row.time("received_at"),
        row.time("started_at"),
        row.time("window_start"));
  }

  private static Payload readPayload(Row row) throws SQLException {
    Payload payload = Payload.of(row.text("content_type"), row.bytes("body"));
    requireSame("payload", row.digest("payload_sha256"), payload.sha256());
    return payload;
  }

  private static void requireSame(String what, Sha256 stored, Sha256 computed) {
    if (!stored.equals(computed)) {
      throw new IllegalArgumentException("the digest does not fit the " + what);
    }
  }
}
