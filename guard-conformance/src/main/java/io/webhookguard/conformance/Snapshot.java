package io.webhookguard.conformance;

import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.ledger.LedgerEntry;
import java.util.List;
import java.util.Optional;

/**
 * Everything that can be seen of one event: what must be equal before and after a call that changes
 * nothing.
 *
 * @param record the event as it is
 * @param payload its payload
 * @param entries its ledger entries
 */
record Snapshot(
    Optional<EventRecord> record, Optional<Payload> payload, List<LedgerEntry> entries) {}
