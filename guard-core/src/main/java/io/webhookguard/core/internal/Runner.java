package io.webhookguard.core.internal;

import io.webhookguard.api.event.Problem;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.core.GuardObserver;
import io.webhookguard.core.handler.RunPolicy;
import io.webhookguard.core.handler.Subscription;
import io.webhookguard.core.runtime.GuardRuntime;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the handlers of granted claims on worker threads and hands their ends to the settler. */
final class Runner {

  private static final Logger log = LoggerFactory.getLogger(Runner.class);

  /** How long an event waits for a node that has a handler for it. */
  private static final Duration HANDLER_ABSENT = Duration.ofMinutes(1);

  /** In SQLite all other writers wait for a transaction. */
  private static final Duration LONG_TRANSACTION = Duration.ofSeconds(1);

  private static final Problem NO_HANDLER =
      new Problem("no-handler", "no handler on this node takes the event's type");
  private static final Problem NODE_BUSY =
      new Problem("node-busy", "the handlers' executor took no more work");
  private static final Problem NO_SLOT =
      new Problem("node-busy", "all workers of the node were busy");
  private static final Problem ROUTE_PAUSED =
      new Problem("route-paused", "the limits of the route let no more attempts start now");
  private static final Problem LEASE_LOST =
      new Problem("lease-lost", "the claim was over before its handler started");
  private static final Problem NODE_STOPS = new Problem("node-stops", "the node stops");

  private final Subscriptions subscriptions;
  private final Runs runs;
  private final Settler settler;
  private final Settler.Listener ends;
  private final HandlerCalls calls;
  private final Gates gates;
  private final Health health;
  private final GuardObserver observer;
  private final GuardRuntime runtime;
  private final Duration lease;
  private final Absence absence = new Absence();

  Runner(
      Subscriptions subscriptions,
      Runs runs,
      Settler settler,
      Settler.Listener ends,
      HandlerCalls calls,
      Gates gates,
      Health health,
      GuardObserver observer,
      GuardRuntime runtime,
      Duration lease) {
    this.subscriptions = subscriptions;
    this.runs = runs;
    this.settler = settler;
    this.ends = ends;
    this.calls = calls;
    this.gates = gates;
    this.health = health;
    this.observer = observer;
    this.runtime = runtime;
    this.lease = lease;
  }

  /** Takes charge of a claim. Its slot, if it holds one, comes back when its end is recorded. */
  void start(Run run) {
    runs.add(run);
    Optional<Gate.Pass> pass = gates.enter(run.key().route());
    if (pass.isEmpty()) {
      release(run, ROUTE_PAUSED, Duration.ZERO);
      return;
    }
    run.passes(pass.get());
    try {
      runtime.handlers().execute(() -> perform(run));
    } catch (RejectedExecutionException e) {
      release(run, NODE_BUSY, Duration.ofSeconds(1));
    } catch (RuntimeException | Error e) {
      // No thread could be made, for one. A claim that nobody runs must not be renewed for ever.
      log.warn("WG306 {} was not taken by the handlers' executor: {}", run, e.getClass().getName());
      release(run, NODE_BUSY, Duration.ofSeconds(1));
    }
  }

  /** Hands a claim back that was granted too late to run. */
  void giveBack(Run run) {
    runs.add(run);
    release(run, NODE_STOPS, Duration.ZERO);
  }

  /** Hands a claim back for which there is no slot. */
  void refuse(Run run) {
    runs.add(run);
    release(run, NO_SLOT, Duration.ZERO);
  }

  /** Hands a claim back whose handler has not started. Does nothing if it has. */
  void withdraw(Run run) {
    release(run, NODE_STOPS, Duration.ZERO);
  }

  private void release(Run run, Problem why, Duration after) {
    if (run.withdraw()) {
      run.pass().unused();
      settler.settle(run, new Settlement.Release(run.attempt().claim(), after, why));
    }
  }

  /** Whatever goes wrong, the run is not held for ever: what has no end is left to its lease. */
  private void perform(Run run) {
    Optional<Settlement> end;
    try {
      end = carryOut(run);
    } catch (RuntimeException | Error e) {
      log.error("WG305 {} was not brought to an end and is left to its lease", run, e);
      runs.leave(run);
      return;
    } finally {
      run.pass().unused();
    }
    end.ifPresent(settlement -> settler.settleHere(run, settlement));
  }

  /** Runs the handler and says what to record; nothing if the run is not this thread's to end. */
  private Optional<Settlement> carryOut(Run run) {
    if (run.leaseLost() || run.isOlderThan(lease, runtime.nanoTime())) {
      release(run, LEASE_LOST, Duration.ZERO);
      return Optional.empty();
    }
    if (!run.begin()) {
      return Optional.empty();
    }
    Optional<Subscription> subscription =
        subscriptions.closest(run.key().route(), run.attempt().type());
    RunRules rules =
        subscription
            .map(RunRules::of)
            .orElseGet(() -> new RunRules(RunPolicy.DEFAULT, RunRules.Kind.PLAIN));
    Optional<Settlement> forbidden = rules.beforeRun(run.attempt());
    if (forbidden.isPresent()) {
      run.end(Duration.ZERO, runtime.nanoTime());
      return forbidden;
    }
    long startNanos = runtime.nanoTime();
    Optional<Outcome> outcome =
        subscription.isPresent()
            ? call(run, subscription.get()).map(end -> patient(run, end, rules))
            : Optional.of(new Outcome.NotBegun(NO_HANDLER, HANDLER_ABSENT));
    long endNanos = runtime.nanoTime();
    run.end(Duration.ofNanos(endNanos - startNanos), endNanos);
    if (subscription.isPresent()) {
      run.pass().ended(outcome.map(Outcome::isAnAnswer).orElse(false), run.ran());
    }
    if (outcome.isEmpty()) {
      runs.leave(run);
    }
    return outcome.flatMap(end -> conclude(run, rules, end));
  }

  /**
   * Makes the delays of what could not begin grow, unless the handler has said how long to wait.
   */
  private Outcome patient(Run run, Outcome outcome, RunRules rules) {
    Route route = run.key().route();
    if (!(outcome instanceof Outcome.NotBegun notBegun)) {
      absence.over(route);
      return outcome;
    }
    Duration wait = absence.noted(route, runtime.nanoTime(), rules.policy().retry().max());
    return notBegun.after().isZero() ? new Outcome.NotBegun(notBegun.problem(), wait) : outcome;
  }

  /** Calls the handler; nothing means that the run is left to its lease. */
  private Optional<Outcome> call(Run run, Subscription subscription) {
    observer.started(run.key().route(), Duration.ofNanos(runtime.nanoTime() - run.grantedNanos()));
    log.debug("{} starts", run);
    try {
      return Optional.of(LogContext.during(run, () -> calls.call(run, subscription)));
    } catch (OutOfMemoryError e) {
      health.ranOutOfMemory();
      log.error("WG304 {} ran out of memory; this node takes no more work", run);
      return Optional.empty();
    }
  }

  /** Says what to record; nothing if the handler's transaction has recorded it. */
  private Optional<Settlement> conclude(Run run, RunRules rules, Outcome outcome) {
    if (rules.kind() == RunRules.Kind.TRANSACTIONAL && run.ran().compareTo(LONG_TRANSACTION) > 0) {
      log.warn(
          "WG307 {} had its transaction open for {}: others wait for what it holds",
          run,
          run.ran());
    }
    if (run.isRecorded()) {
      runs.leave(run);
      run.completion().ifPresent(completion -> ends.settled(run, completion));
      return Optional.empty();
    }
    double chance = runtime.random().nextDouble();
    Settlement end = rules.afterRun(run.attempt(), outcome, run.ran(), chance);
    return Optional.of(
        gates.of(run.key().route()).map(gate -> paced(run, rules, end, gate)).orElse(end));
  }

  /** A retry that the budget of its route cannot pay yet waits for longer. */
  private static Settlement paced(Run run, RunRules rules, Settlement end, Gate gate) {
    if (run.attempt().number() == 1) {
      gate.triedFirst();
    }
    if (end instanceof Settlement.Retry || end instanceof Settlement.Doubt) {
      return rules.atLeast(end, gate.retryAfter());
    }
    return end;
  }
}
