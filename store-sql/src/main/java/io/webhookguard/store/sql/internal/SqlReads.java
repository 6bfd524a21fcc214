package io.webhookguard.store.sql.internal;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.ledger.LedgerPage;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.api.store.Claim;
import io.webhookguard.api.store.EventPage;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.Limits;
import io.webhookguard.api.store.PageRequest;
import io.webhookguard.api.store.Steps;
import java.sql.SQLException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/**
 * Everything of a store that only reads. One statement each, so that an answer is of one moment.
 */
public final class SqlReads {

  private final SqlReading reading;
  private final StatementFiles files;
  private final Function<EventKey, byte[]> storedKey;

  /**
   * Reads by these statements.
   *
   * @param storedKey what the event table knows an event by
   */
  public SqlReads(SqlReading reading, StatementFiles files, Function<EventKey, byte[]> storedKey) {
    this.reading = reading;
    this.files = files;
    this.storedKey = storedKey;
  }

  /** The event as it is. */
  public Optional<EventRecord> find(EventKey key) {
    return byDigest(SharedStatement.FIND_EVENT, key, EventRows::record);
  }

  /** The event with what its row keeps for repeated calls. */
  public Optional<KnownEvent> findKnown(EventKey key) {
    return byDigest(SharedStatement.FIND_EVENT, key, KnownEvent::read);
  }

  /** The event's payload, unless it was purged. */
  public Optional<Payload> payload(EventKey key) {
    return byDigest(SharedStatement.FIND_PAYLOAD, key, EventRows::payload);
  }

  private <T> Optional<T> byDigest(SharedStatement statement, EventKey key, RowReader<T> reader) {
    return reading.read(
        handle ->
            query(handle, statement)
                .bind("key", storedKey.apply(key))
                .map(mapper(reader))
                .findOne());
  }

  /** The claims that were granted under the id and are still current (ES-13). */
  public List<Attempt> claims(UUID claimId) {
    return reading.read(
        handle ->
            query(handle, SharedStatement.FIND_CLAIMS)
                .bind("claim_id", Row.bytesOf(claimId))
                .map(mapper(EventRows::attempt))
                .collect(Collectors.toUnmodifiableList()));
  }

  /** A page of events, newest admission first (ES-51). One more is asked for, to know the end. */
  public EventPage search(EventQuery query, PageRequest page) {
    return reading.read(
        handle -> {
          List<Listed> found =
              search(handle, query)
                  .bind("before", bound(handle, page.after()))
                  .bind("limit", page.limit() + 1)
                  .map(mapper(row -> new Listed(row.number("seq"), EventRows.listed(row))))
                  .list();
          List<Listed> shown = found.subList(0, Math.min(found.size(), page.limit()));
          return new EventPage(
              shown.stream().map(Listed::event).toList(),
              found.size() > shown.size()
                  ? Optional.of(Cursors.after(shown.get(shown.size() - 1).seq()))
                  : Optional.empty());
        });
  }

  private record Listed(long seq, EventRecord event) {}

  private long bound(Handle handle, PageRequest.Cursor after) {
    if (after.equals(PageRequest.Cursor.START)) {
      return Long.MAX_VALUE;
    }
    return Cursors.parse(
        after, query(handle, SharedStatement.NEWEST_ADMISSION).mapTo(Long.class).one());
  }

  /** Picks the statement whose index serves the conditions best. */
  private Query search(Handle handle, EventQuery wanted) {
    Query query;
    if (wanted.eventId().isPresent()) {
      query =
          query(handle, SharedStatement.SEARCH_EVENT_ID)
              .bind("event_id", wanted.eventId().get())
              .bind("state", wanted.state().map(Enum::name).orElse(null));
    } else if (wanted.state().equals(Optional.of(EventState.FAILED))) {
      query = query(handle, SharedStatement.SEARCH_FAILED);
    } else {
      query =
          query(handle, SharedStatement.SEARCH_EVENTS)
              .bind("state", wanted.state().map(Enum::name).orElse(null));
    }
    return query
        .bind("source", wanted.source().orElse(null))
        .bind("consumer", wanted.consumer().orElse(null))
        .bind("lane_text", wanted.lane().map(Lane::text).orElse(null));
  }

  /** All entries of one event, oldest first (LG-4). */
  public List<LedgerEntry> entries(EventKey key) {
    return reading.read(
        handle ->
            query(handle, SharedStatement.LEDGER_ENTRIES)
                .bind("key", storedKey.apply(key))
                .map(mapper(LedgerRows::entry))
                .collect(Collectors.toUnmodifiableList()));
  }

  /** The results of a claim's event and generation, if the claim is current (ST-1, ST-3). */
  public Steps.Recalled recall(Claim claim) {
    List<Recall> rows =
        reading.read(
            handle ->
                query(handle, SharedStatement.RECALL_STEPS)
                    .bind("key", storedKey.apply(claim.key()))
                    .map(mapper(Recall::read))
                    .list());
    if (rows.isEmpty()) {
      return new Steps.Recalled.Superseded(0);
    }
    if (!rows.get(0).isHeldBy(claim)) {
      return new Steps.Recalled.Superseded(rows.get(0).token());
    }
    Map<String, Payload> results = new LinkedHashMap<>();
    rows.forEach(row -> row.name().ifPresent(name -> results.put(name, row.result())));
    return new Steps.Recalled.Results(Collections.unmodifiableMap(results));
  }

  /** One result beside its event's claim; without a name where there is no result. */
  private record Recall(EventState state, long token, Optional<String> name, Payload result) {

    private static final Payload NOTHING = Payload.of("", new byte[0]);

    static Recall read(Row row) throws SQLException {
      Optional<String> name = row.optionalText("name");
      Payload result =
          name.isEmpty() ? NOTHING : Payload.of(row.text("content_type"), row.bytes("result"));
      return new Recall(EventState.valueOf(row.text("state")), row.number("token"), name, result);
    }

    boolean isHeldBy(Claim claim) {
      return state == EventState.PROCESSING && token == claim.token().value();
    }
  }

  /** Entries after a position (LG-3). */
  public LedgerPage scan(long after, int limit) {
    if (after < 0 || limit < 1 || limit > Limits.MAX_PAGE) {
      throw new IllegalArgumentException(
          "a scan starts at 0 or later and takes 1 to " + Limits.MAX_PAGE + " entries");
    }
    return reading.read(
        handle -> {
          List<LedgerEntry> entries =
              query(handle, SharedStatement.LEDGER_SCAN)
                  .bind("after", after)
                  .bind("limit", limit)
                  .map(mapper(LedgerRows::entry))
                  .list();
          return new LedgerPage(
              entries, entries.isEmpty() ? after : entries.get(entries.size() - 1).position());
        });
  }

  private Query query(Handle handle, SharedStatement statement) {
    return handle.createQuery(files.get(statement).text());
  }

  private static <T> RowMapper<T> mapper(RowReader<T> reader) {
    return (set, context) -> reader.read(new Row(set));
  }
}
