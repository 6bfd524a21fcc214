package io.webhookguard.core.internal;

import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.provider.Evidence;
import io.webhookguard.api.provider.Headers;
import io.webhookguard.api.provider.ProviderResponse;
import io.webhookguard.api.provider.RawRequest;
import io.webhookguard.api.provider.Rejection;
import io.webhookguard.api.provider.Verification;
import io.webhookguard.api.provider.VerifiedEvent;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Intervention;
import io.webhookguard.core.EvidenceSource;
import io.webhookguard.core.GuardObserver;
import io.webhookguard.core.GuardObserver.SharedCall;
import io.webhookguard.core.GuardObserver.Unavailability;
import io.webhookguard.core.GuardTracing.Delivered;
import io.webhookguard.core.Source;
import io.webhookguard.core.runtime.GuardRuntime;
import io.webhookguard.core.runtime.Scheduler;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes requests: judges them, and makes a {@link Delivery} of those that are authentic. */
final class Intake {

  private static final Logger log = LoggerFactory.getLogger(Intake.class);
  private static final Duration EVIDENCE_DEADLINE = Duration.ofSeconds(3);
  private static final int MAX_EVIDENCE = 3;
  private static final int MAX_KNOWN_FAILURES = 100;

  /** So many callers are served faster each by a call of its own. */
  private static final int MAX_ALONE = 4;

  /** In one call: enough to share its cost, and far below what databases take in one statement. */
  private static final int MAX_EVENTS_PER_CALL = 256;

  private static final long MAX_BYTES_PER_CALL = 4L << 20;
  private static final long MAX_BYTES_HELD = 64L << 20;

  private final Node node;
  private final Subscriptions subscriptions;
  private final Optional<EvidenceSource> evidence;
  private final Slots slots;
  private final Gates gates;
  private final Runner runner;
  private final Dispatcher dispatcher;
  private final Waiters waiters;
  private final Summaries summaries;
  private final SettledDuplicates settled;
  private final Interventions interventions;
  private final Runnable whenIdle;
  private final Set<String> knownFailures = ConcurrentHashMap.newKeySet();

  /** In the order of their coming: nothing that is seen from outside hangs on a hash code. */
  private final Set<Delivery> unanswered = Collections.synchronizedSet(new LinkedHashSet<>());

  private final AtomicInteger asking = new AtomicInteger();
  private final GroupCommit<Arrival, Admission> admissions;
  private volatile boolean accepting;

  Intake(
      Node node,
      Subscriptions subscriptions,
      Optional<EvidenceSource> evidence,
      Slots slots,
      Gates gates,
      Runner runner,
      Dispatcher dispatcher,
      Waiters waiters,
      Summaries summaries,
      SettledDuplicates settled,
      Interventions interventions,
      Runnable whenIdle) {
    this.node = node;
    this.subscriptions = subscriptions;
    this.evidence = evidence;
    this.slots = slots;
    this.gates = gates;
    this.runner = runner;
    this.dispatcher = dispatcher;
    this.waiters = waiters;
    this.summaries = summaries;
    this.settled = settled;
    this.interventions = interventions;
    this.whenIdle = whenIdle;
    this.admissions =
        new GroupCommit<>(
            ArrivalFreight.INSTANCE,
            arrivals -> {
              node.observer().gathered(SharedCall.ADMIT, arrivals.size());
              return node.store().events().admit(arrivals);
            },
            new GroupCommit.Bounds(
                MAX_ALONE,
                MAX_EVENTS_PER_CALL,
                MAX_BYTES_PER_CALL,
                node.settings().intakeQueue(),
                MAX_BYTES_HELD),
            node.runtime());
  }

  void accept(boolean wanted) {
    accepting = wanted;
  }

  boolean accepting() {
    return accepting;
  }

  /** Judges, records and answers a request. */
  CompletionStage<ProviderResponse> receive(Source source, RawRequest request) {
    if (!accepting) {
      return done(unavailable(source, Unavailability.NOT_RUNNING));
    }
    if (request.body().size() > source.maxBodyBytes()) {
      return done(refuse(source, Rejection.TOO_LARGE));
    }
    return judge(source, request, node.runtime().nanoTime());
  }

  private CompletionStage<ProviderResponse> judge(
      Source source, RawRequest request, long startNanos) {
    Verification verification;
    try {
      verification = source.adapter().verify(request, source.secrets(), node.runtime().clock());
    } catch (StackOverflowError e) {
      return done(refuse(source, Rejection.JSON_DEPTH));
    } catch (RuntimeException e) {
      reportOnce(source, e);
      return done(unavailable(source, Unavailability.ADAPTER));
    }
    return verification.match(
        verified -> traced(source, request.headers(), verified.events(), startNanos),
        rejected -> done(refuse(source, rejected.reason(), rejected.detail())),
        handshake -> done(handshake.response()),
        needs -> obtain(source, request, needs.wanted(), startNanos));
  }

  /** Not before it is known to be authentic: a stranger's request belongs to no trace. */
  private CompletionStage<ProviderResponse> traced(
      Source source, Headers headers, List<VerifiedEvent> events, long startNanos) {
    CarefulTracing tracing = node.tracing();
    Delivered delivered = tracing.delivered(source.name(), headers);
    if (delivered == Delivered.UNTRACED) {
      return admit(source, events, startNanos);
    }
    return admit(source, tracing.kept(delivered, events), startNanos)
        .whenComplete((answer, never) -> tracing.answered(delivered, answer.status()));
  }

  /** Counted before it is looked whether the node stops, so that a stop cannot overlook it. */
  private CompletionStage<ProviderResponse> admit(
      Source source, List<VerifiedEvent> events, long startNanos) {
    asking.incrementAndGet();
    if (!accepting) {
      asked();
      return done(unavailable(source, Unavailability.NOT_RUNNING));
    }
    Delivery delivery = plan(source, events, startNanos);
    unanswered.add(delivery);
    return delivery.start();
  }

  private Delivery plan(Source source, List<VerifiedEvent> events, long startNanos) {
    try {
      return new Delivery(this, source, DeliveryPlan.of(this, source, events), startNanos);
    } catch (RuntimeException | Error e) {
      asked();
      throw e;
    }
  }

  /** A delivery knows what the store did with it. */
  void asked() {
    asking.decrementAndGet();
    whenIdle.run();
  }

  /** A delivery is answered. */
  void answered(Delivery delivery) {
    unanswered.remove(delivery);
  }

  /** Whether no delivery is at the store, which might still grant it claims. */
  boolean idle() {
    return asking.get() == 0;
  }

  /** Time has passed: nobody waits too long for others. */
  void tick() {
    admissions.tick();
    settled.tick();
  }

  /** Answers everyone who still waits with what is known now. */
  void finish() {
    admissions.close();
    List.copyOf(unanswered).forEach(Delivery::finish);
  }

  /** Each request is answered 503, so nobody but the log says what is wrong; once is enough. */
  void reportUnusable(Throwable why) {
    String what = String.valueOf(why.getMessage());
    if (knownFailures.size() < MAX_KNOWN_FAILURES && knownFailures.add(what)) {
      log.error("WG201 requests cannot be recorded: {}", what);
    }
  }

  /** No request may make an adapter throw, so this is a bug: said once for each kind of it. */
  private void reportOnce(Source source, RuntimeException failure) {
    String kind = source.name() + " " + failure.getClass().getName();
    if (knownFailures.size() < MAX_KNOWN_FAILURES && knownFailures.add(kind)) {
      StackTraceElement[] trace = failure.getStackTrace();
      log.error(
          "WG202 the adapter of {} threw {} at {}; such requests are answered 503",
          source.name(),
          failure.getClass().getName(),
          trace.length == 0 ? "an unknown place" : trace[0]);
    }
  }

  private CompletionStage<ProviderResponse> obtain(
      Source source, RawRequest request, Evidence.Wanted wanted, long startNanos) {
    if (evidence.isEmpty() || request.evidence().size() >= MAX_EVIDENCE) {
      log.debug("a request of {} needs evidence that cannot be had", source.name());
      return done(unavailable(source, Unavailability.EVIDENCE));
    }
    CompletableFuture<Evidence> obtained = new CompletableFuture<>();
    Scheduler.Cancellable deadline;
    try {
      deadline = runtime().scheduler().after(EVIDENCE_DEADLINE, () -> obtained.cancel(false));
    } catch (RuntimeException | Error e) {
      // Closing, or no thread could be made for the timer: nobody would end a long search.
      log.debug("evidence for {} is not asked for: {}", source.name(), e.getClass().getName());
      return done(unavailable(source, Unavailability.EVIDENCE));
    }
    ask(evidence.get(), source, wanted, obtained);
    return obtained
        .thenComposeAsync(
            found -> {
              deadline.cancel();
              return judge(source, request.with(found), startNanos);
            },
            runtime().background())
        .exceptionally(
            failure -> {
              deadline.cancel();
              log.debug("evidence for {} could not be had: {}", source.name(), failure.toString());
              return unavailable(source, Unavailability.EVIDENCE);
            });
  }

  private static void ask(
      EvidenceSource from,
      Source source,
      Evidence.Wanted wanted,
      CompletableFuture<Evidence> obtained) {
    try {
      from.obtain(source.name(), wanted)
          .whenComplete(
              (found, failure) -> {
                if (failure != null) {
                  obtained.completeExceptionally(failure);
                } else {
                  obtained.complete(found);
                }
              });
    } catch (RuntimeException e) {
      obtained.completeExceptionally(e);
    }
  }

  /** Counts a refusal and words it. */
  ProviderResponse refuse(Source source, Rejection reason) {
    return refuse(source, reason, "");
  }

  /** As {@link #refuse(Source, Rejection)}, with more to say about it in the log. */
  private ProviderResponse refuse(Source source, Rejection reason, String detail) {
    summaries.refused(source.name(), reason, detail);
    node.observer().refused(source.name(), reason);
    return Answers.refused(source, reason);
  }

  /** Counts a request that could not be taken and words the answer. */
  ProviderResponse unavailable(Source source, Unavailability why) {
    node.observer().unavailable(source.name(), why);
    return Answers.unavailable(source);
  }

  /**
   * A dead letter came again: it gets fresh attempts where the source and its state allow. The
   * provider is answered all the same, for the event is durable.
   */
  void redelivered(Source source, EventRecord event, Status.Failed failed) {
    if (failed.reason() != FailureReason.EXHAUSTED
        || source.redelivery() != Source.Redelivery.RETRY
        || source.maxReopenings() <= event.reopenings()) {
      return;
    }
    Duration keyWindow = subscriptions.policy(event.key().route(), event.type()).remoteKeyTtl();
    Intervention reopening =
        new Intervention.Redelivery(ids().next(), source.maxReopenings(), keyWindow);
    try {
      String came =
          interventions
              .intervene(event.key(), reopening)
              .match(
                  done -> "is reopened by a redelivery",
                  refused -> "stays dead: " + refused.refusal(),
                  unknown -> "is gone",
                  locked -> "is locked and stays dead for now");
      log.info("WG203 {} {}", event.key(), came);
      dispatcher.wake();
    } catch (RuntimeException e) {
      log.warn("WG204 {} could not be reopened by a redelivery", event.key(), e);
    }
  }

  private static CompletionStage<ProviderResponse> done(ProviderResponse response) {
    return CompletableFuture.completedFuture(response);
  }

  GuardRuntime runtime() {
    return node.runtime();
  }

  GuardObserver observer() {
    return node.observer();
  }

  Ids ids() {
    return node.ids();
  }

  String nodeName() {
    return node.name();
  }

  Duration lease() {
    return node.settings().lease();
  }

  Subscriptions subscriptions() {
    return subscriptions;
  }

  /** The way of events into the store. */
  GroupCommit<Arrival, Admission> admissions() {
    return admissions;
  }

  Gates gates() {
    return gates;
  }

  Slots slots() {
    return slots;
  }

  Runner runner() {
    return runner;
  }

  Dispatcher dispatcher() {
    return dispatcher;
  }

  Waiters waiters() {
    return waiters;
  }

  /** What duplicates are told without the store. */
  SettledDuplicates settled() {
    return settled;
  }

  Summaries summaries() {
    return summaries;
  }
}
