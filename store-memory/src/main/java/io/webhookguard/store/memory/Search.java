package io.webhookguard.store.memory;

import io.webhookguard.api.store.EventPage;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.PageRequest;
import java.util.List;
import java.util.Optional;

/**
 * Lists events by admission, newest first (ES-51).
 *
 * <p>A cursor is the admission number of the last event on its page, so that later admissions do
 * not shift the pages. Guarded by the store's monitor.
 */
final class Search {

  private static final String CURSOR_TAG = "memory-";

  private final StoreState state;

  Search(StoreState state) {
    this.state = state;
  }

  EventPage search(EventQuery query, PageRequest page) {
    List<EventRow> found =
        state
            .events
            .admittedBefore(bound(page.after()))
            .filter(row -> matches(row, query))
            .limit(page.limit() + 1L)
            .toList();
    List<EventRow> shown = found.subList(0, Math.min(found.size(), page.limit()));
    return new EventPage(
        shown.stream().map(EventRow::toRecordWithoutBody).toList(),
        found.size() > shown.size()
            ? Optional.of(cursor(shown.get(shown.size() - 1)))
            : Optional.empty());
  }

  private static PageRequest.Cursor cursor(EventRow last) {
    return new PageRequest.Cursor(CURSOR_TAG + last.admission);
  }

  private long bound(PageRequest.Cursor after) {
    if (after.equals(PageRequest.Cursor.START)) {
      return Long.MAX_VALUE;
    }
    String digits =
        after.text().startsWith(CURSOR_TAG) ? after.text().substring(CURSOR_TAG.length()) : "";
    if (!digits.matches("[1-9][0-9]{0,17}")
        || Long.parseLong(digits) > state.events.lastAdmission()) {
      throw new IllegalArgumentException("this store did not make the cursor of the page");
    }
    return Long.parseLong(digits);
  }

  private static boolean matches(EventRow row, EventQuery query) {
    return isOrAny(query.source(), row.key.route().source())
        && isOrAny(query.consumer(), row.key.route().consumer())
        && isOrAny(query.state(), row.state())
        && isOrAny(query.lane(), row.lane)
        && isOrAny(query.eventId(), row.key.eventId());
  }

  private static <T> boolean isOrAny(Optional<T> wanted, T value) {
    return wanted.isEmpty() || wanted.get().equals(value);
  }
}
