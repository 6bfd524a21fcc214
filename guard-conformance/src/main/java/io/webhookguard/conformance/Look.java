package io.webhookguard.conformance;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.store.GuardStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a reader sees of an event, in words that are the same for every event with the same past:
 * times are told from now, and ids and tokens are left out.
 */
final class Look {

  private final Instant now;
  private final GuardStore store;

  Look(Scenario story) {
    this.now = story.now();
    this.store = story.store();
  }

  /** The event with its payload and its ledger entries. */
  String at(EventKey key) {
    Optional<EventRecord> record = store.events().find(key);
    List<String> entries =
        store.ledger().entries(key).stream()
            .map(entry -> entry.kind() + "×" + entry.count())
            .toList();
    return record.map(this::tell).orElse("unknown")
        + (store.events().payload(key).isPresent() ? ", payload" : ", no payload")
        + ", ledger "
        + entries;
  }

  private String tell(EventRecord record) {
    return record.status().match(this::pending, this::processing, this::complete, this::failed)
        + ", generation "
        + record.generation()
        + ", attempts "
        + record.attempts()
        + (record.inDoubt() ? ", in doubt" : "")
        + (record.holdsLane() ? ", holds its lane" : "")
        + ", reopenings "
        + record.reopenings()
        + ", problem "
        + record.problem().kind()
        + ", kept "
        + record.payloadKept()
        + record.windowStart().map(start -> ", window " + fromNow(start)).orElse("");
  }

  private String pending(Status.Pending pending) {
    return "PENDING due " + fromNow(pending.dueAt());
  }

  private String processing(Status.Processing processing) {
    return "PROCESSING by " + processing.owner() + " until " + fromNow(processing.leaseEnd());
  }

  private String complete(Status.Complete complete) {
    int size = complete.response().body().map(body -> body.length).orElse(0);
    return "COMPLETE "
        + complete.how()
        + " "
        + fromNow(complete.at())
        + " "
        + complete.response().status()
        + " with "
        + size
        + " bytes";
  }

  private String failed(Status.Failed failed) {
    return "FAILED " + failed.reason() + " " + fromNow(failed.at());
  }

  private Duration fromNow(Instant time) {
    return Duration.between(now, time);
  }
}
