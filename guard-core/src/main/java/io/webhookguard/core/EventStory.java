package io.webhookguard.core;

import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.ledger.LedgerEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that is known of one event, for a person who asks what became of it.
 *
 * @param event the event as it is
 * @param ledger every decision about it, oldest first
 * @param blocker what it waits for, if it waits behind another event
 * @param compensations the runs that undo its effect, by generation: rolled back by persons
 * @param redelivery what would happen if the provider delivered it again now
 */
public record EventStory(
    EventRecord event,
    List<LedgerEntry> ledger,
    Optional<Blocker> blocker,
    List<EventRecord> compensations,
    Redelivered redelivery) {

  public EventStory {
    ledger = List.copyOf(ledger);
    compensations = List.copyOf(compensations);
  }

  /**
   * The event that goes first in the lane.
   *
   * @param event the event at the head
   * @param since since when it is as it is: admitted, started, or failed
   */
  public record Blocker(EventRecord event, Instant since) {}

  /** What a delivery of a known event does. */
  public enum Redelivered {
    /** Counted; the event is waiting or running already. */
    JOINS,
    /** Counted and answered from the record; nothing runs. */
    ANSWERED,
    /** The dead letter gets fresh attempts. */
    REOPENS,
    /** Counted; the dead letter stays one until a person decides. */
    STAYS_DEAD
  }
}
