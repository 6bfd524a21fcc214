package io.webhookguard.core.internal;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.store.Intervention.Authority;
import io.webhookguard.core.OwnApprovalException;
import io.webhookguard.core.Source;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Has changes asked for by one person and approved by another, where the source demands it.
 *
 * <p>How:
 *
 * <ol>
 *   <li>Is there an open request for the same change by another person, this call approves it.
 *   <li>Is there one by the same person, it is an error.
 *   <li>Else the call is noted in the ledger, as a request, and read back. If another person's
 *       request stands before it, both came at once, and this call approves the other one.
 * </ol>
 *
 * <p>A request is open as long as nothing has changed the event after it, no rollback was decided
 * after it, and {@link Source#REQUEST_LASTS} has not passed by the store's clock. It is used up by
 * the change that it is about. Two persons who approve it at once make one change, because the
 * change is named after the request.
 *
 * <p>What this does not do: the event may change between the look at the ledger and the change. The
 * store then judges the change by its own rules, as it does without approval.
 */
final class Approvals {

  /** What a call may do now. */
  sealed interface Ruling {}

  /**
   * The change may be made.
   *
   * @param request what another person asked for
   */
  record Approved(LedgerEntry request) implements Ruling {}

  /**
   * The change waits for another person.
   *
   * @param request what was recorded
   */
  record Waiting(LedgerEntry request) implements Ruling {}

  /** The event is not known. */
  record NoEvent() implements Ruling {}

  private final Node node;
  private final Map<String, Source> sources;
  private final Notes notes;

  Approvals(Node node, Map<String, Source> sources, Notes notes) {
    this.node = node;
    this.sources = sources;
    this.notes = notes;
  }

  /**
   * Whether the event's source demands a second person. One that is not configured here demands
   * none: nobody has said so.
   *
   * @param ofComplete whether it is a change of what is COMPLETE: a replay, an erasure or a
   *     rollback
   */
  boolean areDemanded(EventKey key, boolean ofComplete) {
    Source source = sources.get(key.route().source());
    return source != null
        && switch (source.approval()) {
          case NONE -> false;
          case COMPLETE -> ofComplete;
          case ALL -> true;
        };
  }

  /**
   * Approves another person's request for this change, or records one.
   *
   * @param wish the change in words that are the same for the same change
   * @throws OwnApprovalException if the same person has asked for it
   */
  Ruling rule(EventKey key, String wish, Authority by) {
    List<LedgerEntry> open = open(notes.of(key), wish);
    Optional<LedgerEntry> other = ofAnother(open, by);
    if (other.isPresent()) {
      return new Approved(other.get());
    }
    if (!open.isEmpty()) {
      throw new OwnApprovalException(key, by.actor());
    }
    Optional<LedgerEntry> mine =
        notes.write(key, DecisionKind.REQUESTED, by.actor(), wish + ": " + by.reason());
    return mine.isEmpty() ? new NoEvent() : afterAsking(key, wish, by, mine.get());
  }

  private Ruling afterAsking(EventKey key, String wish, Authority by, LedgerEntry mine) {
    List<LedgerEntry> before =
        open(notes.of(key), wish).stream()
            .filter(request -> request.number() < mine.number())
            .toList();
    return ofAnother(before, by).<Ruling>map(Approved::new).orElseGet(() -> new Waiting(mine));
  }

  private static Optional<LedgerEntry> ofAnother(List<LedgerEntry> requests, Authority by) {
    return requests.stream().filter(request -> !request.actor().equals(by.actor())).findFirst();
  }

  /** The requests for the change that are open, oldest first. */
  private List<LedgerEntry> open(List<LedgerEntry> entries, String wish) {
    int from = entries.size();
    while (from > 0 && !endsRequests(entries.get(from - 1))) {
      from--;
    }
    List<LedgerEntry> asked =
        entries.subList(from, entries.size()).stream()
            .filter(entry -> entry.kind() == DecisionKind.REQUESTED)
            .filter(entry -> entry.detail().startsWith(wish + ": "))
            .toList();
    if (asked.isEmpty()) {
      return asked;
    }
    Instant oldest = node.store().doctor().examine().now().minus(Source.REQUEST_LASTS);
    return asked.stream().filter(request -> !request.at().isBefore(oldest)).toList();
  }

  private static boolean endsRequests(LedgerEntry entry) {
    DecisionKind kind = entry.kind();
    return kind == DecisionKind.ROLLED_BACK || (!kind.isSummary() && !kind.isNote());
  }
}
