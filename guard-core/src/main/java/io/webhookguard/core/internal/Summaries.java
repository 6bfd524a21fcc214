package io.webhookguard.core.internal;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.error.OutcomeUnknownException;
import io.webhookguard.api.error.SchemaMismatchException;
import io.webhookguard.api.error.StoreUnavailableException;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.Names;
import io.webhookguard.api.ledger.Decision;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.Ledger;
import io.webhookguard.api.ledger.Subject;
import io.webhookguard.api.provider.Rejection;
import io.webhookguard.core.runtime.GuardRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what changes nothing (duplicates, conflicts, refusals) and writes the counts down now and
 * then, so that no request pays for it and no flood of requests becomes a flood of rows.
 *
 * <ul>
 *   <li>About events: written within a second, one row per event and kind. At most {@value
 *       #MAX_EVENTS} events are counted between two writes; what is beyond is counted in the log.
 *   <li>About refused requests: one row per source, reason and minute.
 * </ul>
 *
 * <p>A crash loses what was not written yet. A write whose outcome is unknown is not repeated: a
 * count too small is better than one too great.
 */
final class Summaries {

  private static final Logger log = LoggerFactory.getLogger(Summaries.class);

  static final int MAX_EVENTS = 10_000;

  private static final int BATCH = 500;
  private static final int LINES_PER_MINUTE = 5;
  private static final int MAX_DETAIL_CHARS = 400;
  private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

  private record Topic(Subject subject, DecisionKind kind, long token, String detail) {}

  private final Ledger ledger;
  private final String node;
  private final GuardRuntime runtime;
  private final Coalesced flush;
  private final Map<Topic, Long> aboutEvents = new HashMap<>();
  private final Map<Topic, Long> aboutSources = new HashMap<>();
  private final Map<Rejection, Integer> lines = new HashMap<>();
  private long minuteStartNanos;
  private long uncounted;
  private boolean closing;

  Summaries(Node node) {
    this.ledger = node.store().ledger();
    this.node = node.name();
    this.runtime = node.runtime();
    this.minuteStartNanos = runtime.nanoTime();
    this.flush = new Coalesced("writing summaries", runtime.background(), this::flush);
  }

  /** The event came again with the same body. */
  void duplicate(EventKey key) {
    count(new Topic(new Subject.OfEvent(key), DecisionKind.DUPLICATE, 0, ""));
  }

  /** The event came again with another body. */
  void conflict(EventKey key) {
    count(new Topic(new Subject.OfEvent(key), DecisionKind.CONFLICT, 0, ""));
  }

  /** A write with an old token was refused. */
  void superseded(EventKey key, long token) {
    count(new Topic(new Subject.OfEvent(key), DecisionKind.SUPERSEDED, token, ""));
  }

  private synchronized void count(Topic topic) {
    add(aboutEvents, topic, 1);
  }

  private void add(Map<Topic, Long> counts, Topic topic, long more) {
    if (counts.size() < MAX_EVENTS || counts.containsKey(topic)) {
      counts.merge(topic, more, Long::sum);
    } else {
      uncounted += more;
    }
  }

  /**
   * A request of a known source was refused.
   *
   * @param detail what more there is to say in the log; may be empty
   */
  synchronized void refused(String source, Rejection reason, String detail) {
    add(
        aboutSources,
        new Topic(new Subject.OfSource(source), DecisionKind.REJECTED, 0, reason.label()),
        1);
    logRefusal(source, reason, detail);
  }

  /** A request was refused that belongs to no source. It leaves no row: strangers choose names. */
  synchronized void refusedUnknown(String source, Rejection reason) {
    logRefusal(source, reason, "");
  }

  private void logRefusal(String source, Rejection reason, String detail) {
    int line = lines.merge(reason, 1, Integer::sum);
    if (line <= LINES_PER_MINUTE) {
      log.info(
          "WG209 a request of {} was refused: {}{}",
          Names.printable(source, Names.MAX_LABEL_CHARS),
          reason.label(),
          detail.isEmpty() ? "" : " (" + Names.printable(detail, MAX_DETAIL_CHARS) + ")");
    }
  }

  /** Time has passed. */
  void tick() {
    flush.request();
  }

  /** Writes everything in the calling thread, complete minute or not. */
  void flushAll() {
    synchronized (this) {
      closing = true;
    }
    flush();
  }

  private void flush() {
    List<Decision> decisions = take();
    for (int from = 0; from < decisions.size(); from += BATCH) {
      int to = Math.min(decisions.size(), from + BATCH);
      try {
        ledger.append(decisions.subList(from, to));
      } catch (StoreUnavailableException | ConfigurationException | SchemaMismatchException e) {
        log.debug("summaries are kept for later: {}", e.getMessage());
        putBack(decisions.subList(from, decisions.size()));
        return;
      } catch (OutcomeUnknownException e) {
        log.debug("{} summaries may be lost: {}", to - from, e.getMessage());
      }
    }
  }

  private synchronized List<Decision> take() {
    List<Decision> decisions = new ArrayList<>(drain(aboutEvents));
    if (closing || runtime.nanoTime() - minuteStartNanos >= MINUTE_NANOS) {
      decisions.addAll(drain(aboutSources));
      lines.clear();
      minuteStartNanos = runtime.nanoTime();
    }
    if (uncounted > 0) {
      log.warn("WG210 {} duplicates and conflicts came too fast to be written down", uncounted);
      uncounted = 0;
    }
    return decisions;
  }

  private List<Decision> drain(Map<Topic, Long> counts) {
    List<Decision> decisions =
        counts.entrySet().stream()
            .map(
                entry ->
                    new Decision(
                        entry.getKey().subject(),
                        entry.getKey().kind(),
                        node,
                        entry.getKey().token(),
                        entry.getValue(),
                        entry.getKey().detail()))
            .toList();
    counts.clear();
    return decisions;
  }

  private synchronized void putBack(List<Decision> unwritten) {
    for (Decision decision : unwritten) {
      add(
          decision.kind() == DecisionKind.REJECTED ? aboutSources : aboutEvents,
          new Topic(decision.subject(), decision.kind(), decision.token(), decision.detail()),
          decision.count());
    }
  }
}
