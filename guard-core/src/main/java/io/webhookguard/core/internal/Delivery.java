package io.webhookguard.core.internal;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.error.SchemaMismatchException;
import io.webhookguard.api.event.Completion;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.provider.ProviderResponse;
import io.webhookguard.api.provider.Receipt;
import io.webhookguard.api.provider.Rejection;
import io.webhookguard.api.store.Admission;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.Attempt;
import io.webhookguard.core.GuardObserver.Unavailability;
import io.webhookguard.core.Source;
import io.webhookguard.core.runtime.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One authentic request on its way to an answer.
 *
 * <p><b>Durable first.</b> No answer but 503 is made before the store has said that every event of
 * the request is recorded. Its events share calls to the store with those of other requests. A lost
 * reply is asked for again with the same delivery id, a few times and not for long. When it cannot
 * be learned, claims that the store may have granted are left to the dispatcher, which finds them
 * later: the event is ours, whether or not the provider comes back.
 *
 * <p><b>What is known to be settled</b> was said by the store before, and is answered without it:
 * in a request of nothing else, at once and even while the store is away.
 *
 * <p><b>Then the wait.</b> An inline request waits for the end of its attempts until its budget is
 * over. Its waiters are registered before the events are admitted, so that no end is missed.
 *
 * <p><b>A node that stops</b> waits for deliveries that are at the store, and hands back what they
 * are granted. Whoever still waits for an end when it has stopped is answered with what is known.
 */
final class Delivery implements Ticket.Caller<Admission> {

  private static final Logger log = LoggerFactory.getLogger(Delivery.class);

  /** How long a request waits for others to bring its events to the store. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** A unit's item once it is known, and what it still waits for. */
  private static final class Open {
    private final DeliveryPlan.Unit unit;
    private Receipt.Outcome outcome = Receipt.Outcome.ACCEPTED;
    private Response response = Response.EMPTY;
    private boolean waits;
    private boolean unsuccessful;

    private Open(DeliveryPlan.Unit unit) {
      this.unit = unit;
    }
  }

  private final Intake intake;
  private final Source source;
  private final DeliveryPlan plan;
  private final long startNanos;
  private final List<Open> open;
  private final CompletableFuture<ProviderResponse> answer = new CompletableFuture<>();
  private volatile boolean returned;
  private volatile boolean taken;
  private volatile boolean durable;
  private volatile Scheduler.Cancellable budget = () -> {};

  Delivery(Intake intake, Source source, DeliveryPlan plan, long startNanos) {
    this.intake = intake;
    this.source = source;
    this.plan = plan;
    this.startNanos = startNanos;
    this.open = plan.units().stream().map(Open::new).toList();
  }

  /** Admits the events, in the calling thread if no others are on their way to the store. */
  CompletionStage<ProviderResponse> start() {
    if (plan.arrivals().isEmpty()) {
      take(List.of());
    } else {
      intake
          .admissions()
          .submit(
              new Ticket<>(
                  ArrivalFreight.INSTANCE, plan.arrivals(), this, startNanos, PATIENCE.toNanos()));
    }
    returned = true;
    return answer;
  }

  @Override
  public void answered(List<Admission> admissions) {
    if (returned && admissions.stream().anyMatch(Delivery::isDeadLetter)) {
      // Reopening it asks the store, while others wait to hear what came of their events.
      elsewhere(() -> take(admissions));
    } else {
      take(admissions);
    }
  }

  private static boolean isDeadLetter(Admission admission) {
    return admission instanceof Admission.Duplicate duplicate
        && duplicate.record().state() == EventState.FAILED;
  }

  private void elsewhere(Runnable task) {
    try {
      intake.runtime().background().execute(task);
    } catch (RuntimeException | Error e) {
      task.run();
    }
  }

  private void take(List<Admission> admissions) {
    if (taken) {
      return;
    }
    taken = true;
    boolean digested = false;
    try {
      digest(admissions);
      digested = true;
    } finally {
      if (!digested) {
        finish();
      }
      intake.asked();
    }
  }

  @Override
  public void refused() {
    giveUp(Unavailability.BUSY, "too many wait for the store", false);
  }

  @Override
  public void failed(Throwable why, boolean mayHaveHappened) {
    if (why instanceof RuntimeException failure && !Halving.isTheStores(failure)) {
      log.error("WG205 a request of {} could not be recorded", source.name(), why);
    } else if (why instanceof ConfigurationException || why instanceof SchemaMismatchException) {
      intake.reportUnusable(why);
    }
    giveUp(
        mayHaveHappened ? Unavailability.UNKNOWN_OUTCOME : Unavailability.STORE,
        String.valueOf(why.getMessage()),
        mayHaveHappened);
  }

  private void giveUp(Unavailability why, String cause, boolean mayHaveHappened) {
    log.debug("a request of {} cannot be taken: {}", source.name(), cause);
    if (mayHaveHappened && plan.reservedSlots() > 0) {
      intake.dispatcher().adopt(plan.claimId(), plan.reservedSlots(), startNanos);
    } else {
      intake.slots().release(plan.reservedSlots());
    }
    refuse(why);
    intake.asked();
  }

  private void refuse(Unavailability why) {
    forgetWaiters();
    intake.answered(this);
    if (!answer.isDone()) {
      answer.complete(intake.unavailable(source, why));
    }
  }

  /** The node has stopped: what was not learned until now is not learned any more. */
  void finish() {
    if (durable) {
      conclude(false);
    } else {
      refuse(Unavailability.NOT_RUNNING);
    }
  }

  private Duration elapsed() {
    return Duration.ofNanos(intake.runtime().nanoTime() - startNanos);
  }

  private void digest(List<Admission> admissions) {
    int used = 0;
    boolean refused = false;
    List<Run> granted = new ArrayList<>();
    for (int i = 0; i < plan.arrivals().size(); i++) {
      Admission admission = admissions.get(i);
      Open unit = open.get(i);
      Optional<Attempt> attempt = note(unit, admission);
      if (attempt.isPresent()) {
        granted.add(new Run(attempt.get(), used < plan.reservedSlots(), startNanos));
        used++;
      }
      refused |= admission instanceof Admission.Conflict && refusesConflicts();
    }
    intake.slots().release(Math.max(0, plan.reservedSlots() - used));
    recall();
    echo();
    durable = true;
    granted.forEach(intake.accepting() ? intake.runner()::start : intake.runner()::giveBack);
    awaitEnds(refused);
    if (admissions.stream().anyMatch(Admission.Queued.class::isInstance)) {
      intake.dispatcher().wake();
    }
  }

  private boolean refusesConflicts() {
    return source.conflict() == Source.ConflictPolicy.REFUSE;
  }

  /** Notes what became of a unit and says whether it is this node's to run. */
  private Optional<Attempt> note(Open unit, Admission admission) {
    return admission.match(
        queued -> {
          unit.waits = true;
          return Optional.empty();
        },
        claimed -> {
          unit.waits = true;
          return Optional.of(claimed.attempt());
        },
        ignored -> {
          unit.outcome = Receipt.Outcome.IGNORED;
          return Optional.empty();
        },
        duplicate -> {
          intake.summaries().duplicate(duplicate.record().key());
          intake.settled().known(duplicate.record(), unit.unit.mark(), startNanos);
          known(unit, Receipt.Outcome.DUPLICATE, duplicate.record());
          return Optional.empty();
        },
        conflict -> {
          intake.summaries().conflict(conflict.record().key());
          known(unit, Receipt.Outcome.CONFLICT, conflict.record());
          return Optional.empty();
        });
  }

  private void known(Open unit, Receipt.Outcome outcome, EventRecord event) {
    unit.outcome = outcome;
    unit.waits = event.state() == EventState.PENDING || event.state() == EventState.PROCESSING;
    if (event.status() instanceof Status.Complete complete
        && complete.how() != Completion.IGNORED) {
      unit.response = complete.response();
    }
    if (event.status() instanceof Status.Failed failed) {
      intake.redelivered(source, event, failed);
    }
  }

  /** What this node knows for duplicates is counted like those that the store finds. */
  private void recall() {
    for (Open unit : open.subList(plan.arrivals().size(), firstRepeated())) {
      intake.summaries().duplicate(unit.unit.arrival().key());
      unit.outcome = Receipt.Outcome.DUPLICATE;
      unit.response = unit.unit.settled().orElse(Response.EMPTY);
    }
  }

  private int firstRepeated() {
    return plan.arrivals().size() + plan.settled();
  }

  /** A key that stands twice in one request was sent to the store once, or not at all. */
  private void echo() {
    for (int i = firstRepeated(); i < open.size(); i++) {
      Open unit = open.get(i);
      boolean same =
          open.subList(0, firstRepeated()).stream()
              .map(first -> first.unit.arrival())
              .filter(arrival -> arrival.key().equals(unit.unit.arrival().key()))
              .anyMatch(
                  arrival ->
                      arrival.payload().sha256().equals(unit.unit.arrival().payload().sha256()));
      EventKey key = unit.unit.arrival().key();
      if (same) {
        intake.summaries().duplicate(key);
      } else {
        intake.summaries().conflict(key);
      }
      unit.outcome = same ? Receipt.Outcome.DUPLICATE : Receipt.Outcome.CONFLICT;
    }
  }

  private void awaitEnds(boolean refused) {
    List<Open> waiting =
        open.stream().filter(unit -> unit.waits && unit.unit.waiter().isPresent()).toList();
    if (refused || waiting.isEmpty()) {
      conclude(refused);
      return;
    }
    Duration left = source.ackBudget().minus(elapsed());
    budget =
        intake
            .runtime()
            .scheduler()
            .after(left.isNegative() ? Duration.ZERO : left, this::concludeElsewhere);
    AtomicInteger stillToCome = new AtomicInteger(waiting.size());
    for (Open unit : waiting) {
      unit.unit
          .waiter()
          .orElseThrow()
          .listen(
              end -> {
                note(unit, end);
                if (stillToCome.decrementAndGet() == 0) {
                  concludeElsewhere();
                }
              });
    }
  }

  /** Whoever gets the answer may be slow: the timer and the settler do not wait for that. */
  private void concludeElsewhere() {
    try {
      intake.runtime().background().execute(() -> conclude(false));
    } catch (RuntimeException | Error e) {
      // The executor is closed, or no thread could be made: the request is answered all the same.
      conclude(false);
    }
  }

  private static void note(Open unit, Waiters.End end) {
    synchronized (unit) {
      if (unit.outcome == Receipt.Outcome.ACCEPTED) {
        unit.outcome = end.outcome();
      }
      unit.response = end.response();
      unit.unsuccessful = end.outcome() == Receipt.Outcome.FAILED;
    }
  }

  /** Answers with what is known now. Only the first call counts. */
  private void conclude(boolean refused) {
    if (answer.isDone()) {
      return;
    }
    forgetWaiters();
    budget.cancel();
    List<Answers.Item> items = open.stream().map(this::item).toList();
    boolean first =
        answer.complete(
            refused
                ? Answers.refused(source, Rejection.CONFLICT)
                : Answers.received(source, items));
    if (first) {
      intake.answered(this);
      for (int i = 0; i < items.size(); i++) {
        Arrival arrival = open.get(i).unit.arrival();
        intake.observer().received(arrival.key().route(), items.get(i).receipt().outcome());
      }
    }
  }

  private Answers.Item item(Open unit) {
    synchronized (unit) {
      Response response = source.mode() == Source.Mode.INLINE ? unit.response : Response.EMPTY;
      return new Answers.Item(
          unit.unit.event(),
          new Receipt(unit.unit.arrival().key().eventId(), unit.outcome, response),
          unit.unsuccessful);
    }
  }

  private void forgetWaiters() {
    for (DeliveryPlan.Unit unit : plan.units()) {
      unit.waiter().ifPresent(waiter -> intake.waiters().forget(unit.arrival().key(), waiter));
    }
  }
}
