package io.webhookguard.core.internal;

import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.store.EventPage;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.api.store.Intervention;
import io.webhookguard.api.store.Intervention.Authority;
import io.webhookguard.api.store.Limits;
import io.webhookguard.api.store.PageRequest;
import io.webhookguard.api.store.PageRequest.Cursor;
import io.webhookguard.core.bulk.Bulk;
import io.webhookguard.core.bulk.BulkAction;
import io.webhookguard.core.bulk.BulkOrder;
import io.webhookguard.core.bulk.BulkPlan;
import io.webhookguard.core.bulk.BulkRun;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Makes plans and starts runs. */
final class BulkEngine implements Bulk {

  private static final Authority NOBODY = new Authority("plan", "a look ahead");

  private final Node node;
  private final BulkWork.Deciding deciding;

  BulkEngine(Node node, BulkWork.Deciding deciding) {
    this.node = node;
    this.deciding = deciding;
  }

  @Override
  public UUID newRunId() {
    return node.ids().next();
  }

  @Override
  public BulkRun start(BulkOrder order) {
    BulkWork work = new BulkWork(node, order, deciding);
    work.start();
    return work;
  }

  @Override
  public BulkPlan plan(BulkAction action, EventQuery query) {
    Count count = new Count(intervention(action, new UUID(0, 0), NOBODY));
    EventStore events = node.store().events();
    Optional<Cursor> next = Optional.of(Cursor.START);
    while (next.isPresent() && count.events < BulkPlan.MAX_EVENTS) {
      EventPage page = events.search(query, new PageRequest(next.get(), Limits.MAX_PAGE));
      page.events().forEach(count::add);
      next = page.next();
    }
    return count.plan(action, next.isPresent());
  }

  /** The intervention that the action is for one event. */
  static Intervention intervention(BulkAction action, UUID id, Authority by) {
    return switch (action) {
      case RETRY -> new Intervention.Retry(id, by);
      case DISCARD -> new Intervention.Discard(id, by);
      case REPLAY -> new Intervention.Replay(id, by);
    };
  }

  /** What was seen. Used by one thread. */
  private static final class Count {

    private final Intervention wanted;
    private final Map<String, Long> byRoute = new TreeMap<>();
    private final Map<EventState, Long> byState = new EnumMap<>(EventState.class);
    private final Map<String, Long> byLane = new HashMap<>();
    private long events;
    private long possible;
    private long withoutLane;

    Count(Intervention wanted) {
      this.wanted = wanted;
    }

    void add(EventRecord event) {
      events++;
      possible += Interventions.refusal(wanted, event).isEmpty() ? 1 : 0;
      String route = event.key().route().toString();
      byRoute.merge(route, 1L, Long::sum);
      byState.merge(event.state(), 1L, Long::sum);
      if (event.lane().isNone()) {
        withoutLane++;
      } else {
        String scope = event.key().scope().isEmpty() ? "" : event.key().scope() + "/";
        byLane.merge(route + "/" + scope + event.lane().text(), 1L, Long::sum);
      }
    }

    BulkPlan plan(BulkAction action, boolean more) {
      Map<String, Long> longest = new LinkedHashMap<>();
      byLane.entrySet().stream()
          .sorted(
              Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                  .thenComparing(Map.Entry.comparingByKey()))
          .limit(BulkPlan.MAX_LANES)
          .forEach(lane -> longest.put(lane.getKey(), lane.getValue()));
      long listed = longest.values().stream().mapToLong(Long::longValue).sum();
      return new BulkPlan(
          action,
          events,
          more,
          possible,
          byRoute,
          byState,
          longest,
          events - withoutLane - listed,
          withoutLane);
    }
  }
}
