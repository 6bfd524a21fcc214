package io.webhookguard.examples;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.ledger.LedgerPage;
import io.webhookguard.api.store.EventPage;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.Intervention.Authority;
import io.webhookguard.api.store.PageRequest;
import io.webhookguard.core.EventStory;
import io.webhookguard.core.WebhookGuard;
import java.io.PrintStream;
import java.util.Optional;

/** What became of events, and what to do about those that failed. */
final class LookAtEvents {

  private LookAtEvents() {}

  /** Lists the dead letters of a source. */
  static void deadLetters(WebhookGuard guard, PrintStream out) {
    // guide: search-begin
    EventQuery dead = EventQuery.ALL.source("stripe-live").state(EventState.FAILED);
    Optional<PageRequest.Cursor> at = Optional.of(PageRequest.Cursor.START);
    while (at.isPresent()) {
      EventPage page = guard.search(dead, new PageRequest(at.get(), 100)); // newest first
      for (EventRecord event : page.events()) {
        out.println(event.key().eventId() + " of " + event.lane() + ": " + event.problem());
      }
      at = page.next();
    }
    // guide: search-end
  }

  /** Tells all of one event. */
  static void story(WebhookGuard guard, String eventId, PrintStream out) {
    // guide: explain-begin
    for (EventStory story : guard.explain("stripe-live", eventId)) { // one per consumer and scope
      out.println(story.event().state() + " after " + story.event().attempts() + " attempts");
      story.blocker().ifPresent(it -> out.println("waits behind " + it.event().key().eventId()));
      story.ledger().forEach(it -> out.println(it.at() + " " + it.kind() + " " + it.detail()));
      out.println("if it came again: " + story.redelivery());
    }
    // guide: explain-end
  }

  /** Copies what is new in the ledger, and says where to go on. */
  static long copyLedger(WebhookGuard guard, long position, PrintStream out) {
    // guide: ledger-begin
    LedgerPage page = guard.ledger(position, 500); // 0 for the start
    while (!page.entries().isEmpty()) {
      page.entries().forEach(entry -> out.println(entry.position() + " " + entry.kind()));
      page = guard.ledger(page.next(), 500);
    }
    return page.next(); // keep it: nothing before it will ever be added
    // guide: ledger-end
  }

  /** Runs a dead letter again. */
  static String retry(WebhookGuard guard, EventKey key) {
    // guide: retry-begin
    return guard
        .retry(key, new Authority("ann", "the books are open again")) // both go into the ledger
        .match(
            answered ->
                answered
                    .answer()
                    .match(
                        done -> "it is " + done.record().state(),
                        refused -> "not from " + refused.record().state(),
                        unknown -> "there is no such event",
                        locked -> "an open transaction holds it: try again"),
            requested -> "a second person must ask for it too"); // where the source demands it
    // guide: retry-end
  }
}
