package io.webhookguard.core.internal;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.provider.Disposition;
import io.webhookguard.api.provider.ProviderResponse;
import io.webhookguard.api.provider.RawRequest;
import io.webhookguard.api.provider.Receipt;
import io.webhookguard.api.provider.Rejection;
import io.webhookguard.api.provider.StandardResponses;
import io.webhookguard.api.status.StatusOverride;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.Intervention;
import io.webhookguard.api.store.Intervention.Authority;
import io.webhookguard.api.store.Settlement;
import io.webhookguard.core.EventStory;
import io.webhookguard.core.EvidenceSource;
import io.webhookguard.core.GuardObserver;
import io.webhookguard.core.GuardTracing;
import io.webhookguard.core.InterventionResult;
import io.webhookguard.core.Readiness;
import io.webhookguard.core.RollbackResult;
import io.webhookguard.core.Settings;
import io.webhookguard.core.Source;
import io.webhookguard.core.UnknownEventException;
import io.webhookguard.core.bulk.Bulk;
import io.webhookguard.core.handler.FlowPolicy;
import io.webhookguard.core.handler.StepCodec;
import io.webhookguard.core.handler.Subscription;
import io.webhookguard.core.ledger.Sealing;
import io.webhookguard.core.runtime.GuardRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the parts together and passes between them what each needs to hear of the others.
 *
 * <p>Nothing in here waits. Ticks and completions drive everything: a request, a tick of the
 * scheduler, a handler's return and a store's answer each start a short piece of work on the
 * executor that it belongs to.
 */
public final class Engine {

  private static final Logger log = LoggerFactory.getLogger(Engine.class);
  private static final Duration SUMMARY_INTERVAL = Duration.ofMillis(500);
  private static final Duration INTAKE_INTERVAL = Duration.ofMillis(500);
  private static final Duration SEAL_INTERVAL = Duration.ofSeconds(1);
  private static final Duration PURGE_INTERVAL = Duration.ofHours(1);
  private static final Duration FIRST_PURGE = Duration.ofMinutes(1);

  private enum Phase {
    NEW,
    RUNNING,
    STOPPING,
    STOPPED
  }

  private final Node node;
  private final Map<String, Source> sources;
  private final Subscriptions subscriptions;
  private final Health health = new Health();
  private final StoreContact contact;
  private final SettledDuplicates settled;
  private final Runs runs;
  private final Settler settler;
  private final Runner runner;
  private final Dispatcher dispatcher;
  private final Upkeep upkeep;
  private final Waiters waiters;
  private final Summaries summaries;
  private final Interventions interventions;
  private final Notes notes;
  private final Approvals approvals;
  private final Rollbacks rollbacks;
  private final Purge purge;
  private final Sealer sealer;
  private final Intake intake;
  private final List<Ticker> tickers;
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.NEW);
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();

  /**
   * Wires an engine. Starts nothing.
   *
   * @param name this node's name, unique per start of a process; empty for a random one
   */
  public Engine(
      Optional<String> name,
      GuardStore store,
      Map<String, Source> sources,
      List<Subscription> handlers,
      Settings settings,
      Sealing sealing,
      GuardRuntime runtime,
      Optional<EvidenceSource> evidence,
      GuardObserver observer,
      GuardTracing tracing,
      StepCodec codec,
      Map<Route, FlowPolicy> flows) {
    Ids ids = new Ids(runtime.random());
    this.node =
        new Node(
            name.orElseGet(() -> "node-" + ids.next()),
            store,
            settings,
            runtime,
            new CarefulObserver(observer),
            new CarefulTracing(tracing),
            ids);
    this.sources = Map.copyOf(sources);
    this.subscriptions = Subscriptions.of(handlers);
    this.contact = new StoreContact(runtime, settings.lease(), settings.poll());
    Slots slots = new Slots(settings.workers(), health);
    this.settled =
        new SettledDuplicates(settings.duplicateCache(), this.sources, runtime::nanoTime);
    this.interventions = new Interventions(store.events(), settled, node.observer());
    Gates gates = new Gates(flows, runtime);
    this.notes = new Notes(store.ledger());
    this.approvals = new Approvals(node, this.sources, notes);
    this.rollbacks = new Rollbacks(store.events(), subscriptions, notes, approvals);
    this.runs = new Runs(slots, settled, this::runLeft);
    Ends ends = new Ends();
    this.settler = new Settler(node, contact, runs, ends);
    this.runner =
        new Runner(
            subscriptions,
            runs,
            settler,
            ends,
            new HandlerCalls(node, codec),
            gates,
            health,
            node.observer(),
            runtime,
            settings.lease());
    this.dispatcher =
        new Dispatcher(
            node,
            subscriptions.routes(),
            gates,
            contact,
            slots,
            runs,
            runner,
            health,
            this::finishIfDrained);
    this.upkeep =
        new Upkeep(
            node,
            settler,
            new Renewal(node, contact, runs),
            new Recovery(node, contact, subscriptions, runs, settler),
            contact,
            health,
            this::finishIfDrained);
    this.waiters = new Waiters(store.events(), runs, runtime.scheduler(), runtime.background());
    this.summaries = new Summaries(node);
    this.purge = new Purge(node);
    this.sealer = new Sealer(node, sealing);
    this.intake =
        new Intake(
            node,
            subscriptions,
            evidence,
            slots,
            gates,
            runner,
            dispatcher,
            waiters,
            summaries,
            settled,
            interventions,
            this::finishIfDrained);
    this.tickers =
        List.of(
            new Ticker(runtime.scheduler(), tickInterval(settings), this::tick),
            new Ticker(runtime.scheduler(), SUMMARY_INTERVAL, summaries::tick),
            new Ticker(runtime.scheduler(), INTAKE_INTERVAL, intake::tick),
            new Ticker(runtime.scheduler(), PURGE_INTERVAL, purge::tick),
            new Ticker(runtime.scheduler(), SEAL_INTERVAL, sealer::tick));
  }

  /** Often enough that a claim is renewed in time, whatever the poll. */
  private static Duration tickInterval(Settings settings) {
    Duration sixth = settings.lease().dividedBy(6);
    return settings.poll().compareTo(sixth) < 0 ? settings.poll() : sixth;
  }

  /** This node's name in claims and in the ledger. */
  public String nodeName() {
    return node.name();
  }

  /** Takes requests and runs events from now on. */
  public void start() {
    if (!phase.compareAndSet(Phase.NEW, Phase.RUNNING)) {
      throw new IllegalStateException("a guard is started once");
    }
    sources.values().stream()
        .filter(source -> subscriptions.routesOf(source.name()).isEmpty())
        .forEach(source -> log.warn("WG101 {} has no handler: its events are ignored", source));
    upkeep.start();
    tickers.forEach(Ticker::start);
    node.runtime().scheduler().after(FIRST_PURGE, purge::tick);
    dispatcher.start();
    intake.accept(true);
    log.info("WG102 {} runs on {}", node.name(), node.store().name());
  }

  private void tick() {
    upkeep.tick();
    dispatcher.wake();
    finishIfDrained();
  }

  /** Takes no more requests and claims, and waits for what runs, but not longer than the drain. */
  public CompletionStage<Void> stop(Duration drain) {
    if (phase.compareAndSet(Phase.NEW, Phase.STOPPED)) {
      stopped.complete(null);
      return stopped.copy();
    }
    if (phase.compareAndSet(Phase.RUNNING, Phase.STOPPING)) {
      intake.accept(false);
      upkeep.stopRecovering();
      purge.stop();
      sealer.stop();
      dispatcher.stop();
      runs.all().forEach(runner::withdraw);
      node.runtime().scheduler().after(drain, this::finish);
      finishIfDrained();
    }
    return stopped.copy();
  }

  private void runLeft() {
    dispatcher.slotFreed();
    finishIfDrained();
  }

  private void finishIfDrained() {
    if (phase.get() == Phase.STOPPING && drained()) {
      finish();
    }
  }

  /** Whatever could still be granted a claim is asked before the claims are counted. */
  private boolean drained() {
    return intake.idle() && upkeep.idle() && dispatcher.idle() && runs.size() == 0;
  }

  private void finish() {
    if (!phase.compareAndSet(Phase.STOPPING, Phase.STOPPED)) {
      return;
    }
    tickers.forEach(Ticker::stop);
    if (runs.size() > 0) {
      log.warn("WG103 {} stops with {} attempts left to their leases", node.name(), runs.size());
    }
    try {
      node.runtime().background().execute(this::sayGoodbye);
    } catch (RuntimeException | Error e) {
      intake.finish();
      stopped.complete(null);
    }
  }

  private void sayGoodbye() {
    try {
      intake.finish();
      summaries.flushAll();
    } finally {
      log.info("WG104 {} has stopped", node.name());
      stopped.complete(null);
    }
  }

  /** Judges, records and answers a request. */
  public CompletionStage<ProviderResponse> receive(String source, RawRequest request) {
    Source known = sources.get(source);
    return known == null
        ? CompletableFuture.completedFuture(refuse(source, Rejection.ENDPOINT))
        : intake.receive(known, request);
  }

  /** Counts a refusal and words it. */
  public ProviderResponse refuse(String source, Rejection reason) {
    Source known = sources.get(source);
    if (known != null) {
      return intake.refuse(known, reason);
    }
    summaries.refusedUnknown(source, reason);
    node.observer().refused("unknown", reason);
    return StandardResponses.to(new Disposition.Refused(reason));
  }

  /** Changes an event outside any attempt, or asks for a second person. */
  public InterventionResult intervene(EventKey key, Intervention intervention) {
    InterventionResult result = interventions.decide(key, intervention, approvals);
    dispatcher.wake();
    return result;
  }

  /** Has the effect of an event compensated, or asks for a second person. */
  public RollbackResult rollBack(EventKey key, Authority by) {
    RollbackResult result = rollbacks.rollBack(key, by);
    dispatcher.wake();
    return result;
  }

  /** Records that a person overruled a status machine on an event's account. */
  public LedgerEntry overrule(EventKey key, StatusOverride override) {
    return notes
        .write(key, DecisionKind.OVERRIDDEN, override.by().actor(), override.detail())
        .orElseThrow(() -> new UnknownEventException(key));
  }

  /** Interventions in many events. */
  public Bulk bulk() {
    return new BulkEngine(node, this::intervene);
  }

  /** A new id for an intervention. */
  public UUID newId() {
    return node.ids().next();
  }

  /** The stories of all events with this id. */
  public List<EventStory> explain(String source, String eventId) {
    return new Stories(node, sources, subscriptions).of(source, eventId);
  }

  /** Whether this node can do its work now. */
  public Readiness readiness() {
    boolean accepting = intake.accepting();
    boolean reachable = contact.good();
    boolean working = phase.get() == Phase.RUNNING && upkeep.onTime();
    List<String> problems = new ArrayList<>();
    if (!accepting) {
      problems.add("it takes no requests: it has not started, or it stops");
    }
    if (!reachable) {
      problems.add("the store is out of reach");
    }
    if (accepting && !working) {
      problems.add("the periodic work is late");
    }
    if (!health.good()) {
      problems.add("a handler ran out of memory: restart the process");
    }
    return new Readiness(accepting, reachable, working, health.good(), runs.size(), problems);
  }

  /** Passes on how attempts ended. */
  private final class Ends implements Settler.Listener {

    @Override
    public void settled(Run run, Settlement settlement) {
      tell(run, settlement);
      if (settlement instanceof Settlement.Complete complete) {
        settled.completed(run, complete.response());
      }
      Duration recording = Duration.ofNanos(node.runtime().nanoTime() - run.endedNanos());
      node.observer().ended(run.key().route(), ending(settlement), run.ran(), recording);
      waiters.ended(run.key(), end(settlement));
      if (!run.attempt().lane().isNone()) {
        dispatcher.wake();
      }
      wakeWhenDue(settlement);
    }

    /** A dead letter waits for a person, so a person is told. */
    private void tell(Run run, Settlement settlement) {
      if (settlement instanceof Settlement.Fail fail) {
        log.warn("WG301 {} is a dead letter: {}, {}", run, fail.reason(), fail.problem());
        node.observer().deadLetter(run.key().route(), fail.reason());
      } else {
        log.debug("{} ended: {}", run, settlement.getClass().getSimpleName());
      }
    }

    /** What is due before the next tick does not wait for it. */
    private void wakeWhenDue(Settlement settlement) {
      Optional<Duration> due =
          settlement.match(
              complete -> Optional.empty(),
              retry -> Optional.of(retry.after()),
              doubt -> Optional.of(doubt.after()),
              fail -> Optional.empty(),
              release -> Optional.of(release.after()));
      due.filter(delay -> delay.compareTo(node.settings().poll()) <= 0)
          .ifPresent(delay -> node.runtime().scheduler().after(delay, dispatcher::wake));
    }

    private GuardObserver.Ending ending(Settlement settlement) {
      return settlement.match(
          complete -> GuardObserver.Ending.COMPLETED,
          retry -> GuardObserver.Ending.RETRY,
          doubt -> GuardObserver.Ending.DOUBT,
          fail -> GuardObserver.Ending.FAILED,
          release -> GuardObserver.Ending.RELEASED);
    }

    private Waiters.End end(Settlement settlement) {
      return settlement instanceof Settlement.Complete complete
          ? new Waiters.End(Receipt.Outcome.COMPLETED, complete.response())
          : Waiters.End.UNSUCCESSFUL;
    }

    @Override
    public void superseded(Run run, long newestToken) {
      Optional<Settlement.Complete> completion = run.completion();
      if (completion.isPresent() && newestToken == run.attempt().claim().token().value()) {
        // Nobody else ends an attempt under this token: the transaction has committed.
        settled(run, completion.get());
        return;
      }
      log.warn(
          "WG302 {} was superseded by token {}: what it did is not recorded", run, newestToken);
      run.loseLease();
      summaries.superseded(run.key(), run.attempt().claim().token().value());
      node.observer().superseded(run.key().route());
    }
  }
}
