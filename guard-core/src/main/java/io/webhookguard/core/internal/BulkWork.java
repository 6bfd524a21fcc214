package io.webhookguard.core.internal;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.store.EventPage;
import io.webhookguard.api.store.Intervention;
import io.webhookguard.api.store.InterventionAnswer;
import io.webhookguard.api.store.PageRequest;
import io.webhookguard.api.store.PageRequest.Cursor;
import io.webhookguard.core.InterventionResult;
import io.webhookguard.core.OwnApprovalException;
import io.webhookguard.core.bulk.BulkOrder;
import io.webhookguard.core.bulk.BulkReport;
import io.webhookguard.core.bulk.BulkReport.Progress;
import io.webhookguard.core.bulk.BulkReport.Refused;
import io.webhookguard.core.bulk.BulkRun;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run over many events: a page is read, its events are changed one by one, and then the next
 * page is read.
 *
 * <p>No thread waits for the rate: each event is a short task, which starts the next one after a
 * while. What may be resumed is the page at hand, as a whole: the id of each change follows from
 * the run and the event, so events of it that were changed before are not changed again.
 */
final class BulkWork implements BulkRun {

  private static final Logger log = LoggerFactory.getLogger(BulkWork.class);
  private static final int PAGE = 100;

  /** Changes one event, or asks for a second person. */
  @FunctionalInterface
  interface Deciding {
    InterventionResult decide(EventKey key, Intervention intervention);
  }

  private final Node node;
  private final BulkOrder order;
  private final Deciding deciding;
  private final Duration interval;
  private final CompletableFuture<BulkReport> ended = new CompletableFuture<>();

  /** Used by one task at a time, each of which starts the next. */
  private final Deque<EventKey> page = new ArrayDeque<>();

  private Optional<Cursor> nextPage;
  private long looked;

  /** Guarded by this. */
  private final Map<Refused, Long> refused = new EnumMap<>(Refused.class);

  private final List<EventKey> examples = new ArrayList<>();
  private Progress progress = Progress.RUNNING;
  private Cursor resume;
  private long done;
  private long requested;
  private String problem = "";
  private boolean cancelled;

  BulkWork(Node node, BulkOrder order, Deciding deciding) {
    this.node = node;
    this.order = order;
    this.deciding = deciding;
    this.interval = Duration.ofSeconds(1).dividedBy(order.perSecond());
    this.resume = order.after();
    this.nextPage = Optional.of(order.after());
  }

  void start() {
    log.info("WG603 run {} begins: {} by {}", order.runId(), order.action(), order.by().actor());
    later();
  }

  private void later() {
    try {
      node.runtime().background().execute(this::step);
    } catch (RuntimeException | Error e) {
      end(Progress.INTERRUPTED, "no thread took the next step");
    }
  }

  private void step() {
    try {
      if (isCancelled()) {
        end(Progress.CANCELLED, "");
      } else if (looked >= order.most()) {
        end(Progress.LIMIT_REACHED, "");
      } else if (!page.isEmpty()) {
        change(page.getFirst());
        page.removeFirst();
        looked++;
        node.runtime().scheduler().after(interval, this::later);
      } else if (nextPage.isPresent()) {
        read(nextPage.get());
        later();
      } else {
        end(Progress.FINISHED, "");
      }
    } catch (RuntimeException e) {
      log.warn("WG604 run {} is interrupted", order.runId(), e);
      end(Progress.INTERRUPTED, String.valueOf(e.getMessage()));
    } catch (Error e) {
      end(Progress.INTERRUPTED, e.getClass().getName());
      throw e;
    }
  }

  private void read(Cursor from) {
    EventPage found = node.store().events().search(order.query(), new PageRequest(from, PAGE));
    found.events().stream().map(EventRecord::key).forEach(page::addLast);
    nextPage = found.next();
    synchronized (this) {
      resume = from;
    }
  }

  private void change(EventKey key) {
    UUID id =
        Ids.derived(
            "guard.bulk.v1", order.runId().toString(), order.action().name(), key.digest().toHex());
    Intervention wanted = BulkEngine.intervention(order.action(), id, order.by());
    Optional<Refused> why = Optional.of(Refused.OWN_REQUEST);
    try {
      why =
          deciding
              .decide(key, wanted)
              .match(answered -> whyNot(answered.answer()), asked -> asked());
    } catch (OwnApprovalException e) {
      log.debug("run {}: {}", order.runId(), e.getMessage());
    }
    why.ifPresent(reason -> refused(key, reason));
  }

  private Optional<Refused> whyNot(InterventionAnswer answer) {
    return answer.match(
        changed -> changed(),
        no -> Optional.of(reason(no.refusal())),
        unknown -> Optional.of(Refused.GONE),
        locked -> Optional.of(Refused.LOCKED));
  }

  private static Refused reason(InterventionAnswer.Refusal refusal) {
    return refusal == InterventionAnswer.Refusal.PAYLOAD_PURGED
        ? Refused.PAYLOAD_PURGED
        : Refused.WRONG_STATE;
  }

  private synchronized Optional<Refused> changed() {
    done++;
    return Optional.empty();
  }

  private synchronized Optional<Refused> asked() {
    requested++;
    return Optional.empty();
  }

  private synchronized void refused(EventKey key, Refused reason) {
    refused.merge(reason, 1L, Long::sum);
    if (examples.size() < BulkReport.MAX_EXAMPLES) {
      examples.add(key);
    }
  }

  private void end(Progress how, String why) {
    synchronized (this) {
      progress = how;
      problem = why;
    }
    BulkReport report = report();
    log.info("WG605 run {} ends: {}, {} done", order.runId(), how, report.done());
    ended.complete(report);
  }

  @Override
  public synchronized BulkReport report() {
    return new BulkReport(
        order.runId(), progress, done, requested, refused, examples, resume, problem);
  }

  @Override
  public synchronized void cancel() {
    cancelled = true;
  }

  private synchronized boolean isCancelled() {
    return cancelled;
  }

  @Override
  public CompletionStage<BulkReport> ended() {
    return ended.copy();
  }
}
