package io.webhookguard.api.store;

import io.webhookguard.api.event.EventRecord;
import java.util.List;
import java.util.Optional;

/**
 * Part of a list of events, newest admission first.
 *
 * @param events the records, without the bodies of their responses
 * @param next where the next page starts, or nothing on the last one
 */
public record EventPage(List<EventRecord> events, Optional<PageRequest.Cursor> next) {

  public EventPage {
    events = List.copyOf(events);
  }
}
