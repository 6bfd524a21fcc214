package io.webhookguard.store.sql.internal;

import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/**
 * An event as its row has it: the record, and what the row keeps so that repeated calls get their
 * first answer.
 *
 * @param seq the row's number, in the order of admission
 * @param record what callers see
 * @param rank its rank in its lane
 * @param deliveryId of the delivery that it was admitted with
 * @param firstIgnored whether that delivery was answered Ignored
 * @param firstToken the token of the claim that the delivery asked for, 0 if it asked for none
 * @param interventionId of the intervention that changed it last
 */
public record KnownEvent(
    long seq,
    EventRecord record,
    long rank,
    UUID deliveryId,
    boolean firstIgnored,
    long firstToken,
    Optional<UUID> interventionId) {

  /** Reads a row of {@link SharedStatement#FIND_EVENT}. */
  public static KnownEvent read(Row row) throws SQLException {
    return new KnownEvent(
        row.number("seq"),
        EventRows.record(row),
        row.number("rank"),
        row.id("delivery_id"),
        row.flag("first_ignored"),
        row.number("first_token"),
        row.optionalId("intervention_id"));
  }

  /** Whether the claim that the admission made is current (ES-4). */
  public boolean isHeldByItsAdmission() {
    return firstToken > 0
        && record.state() == EventState.PROCESSING
        && record.newestToken() == firstToken;
  }
}
