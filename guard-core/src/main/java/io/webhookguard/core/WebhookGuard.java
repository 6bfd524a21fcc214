package io.webhookguard.core;

import io.webhookguard.api.error.ConfigurationException;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.Names;
import io.webhookguard.api.event.Response;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.ledger.LedgerPage;
import io.webhookguard.api.provider.ProviderResponse;
import io.webhookguard.api.provider.RawRequest;
import io.webhookguard.api.provider.Rejection;
import io.webhookguard.api.status.StatusOverride;
import io.webhookguard.api.store.EventPage;
import io.webhookguard.api.store.EventQuery;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.api.store.Intervention;
import io.webhookguard.api.store.Intervention.Authority;
import io.webhookguard.api.store.PageRequest;
import io.webhookguard.api.store.TransactionalStore;
import io.webhookguard.core.bulk.Bulk;
import io.webhookguard.core.handler.Compensation;
import io.webhookguard.core.handler.CompensationSubscription;
import io.webhookguard.core.handler.FlowPolicy;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.RunPolicy;
import io.webhookguard.core.handler.StepCodec;
import io.webhookguard.core.handler.Subscription;
import io.webhookguard.core.handler.TransactionalHandler;
import io.webhookguard.core.handler.Undone;
import io.webhookguard.core.internal.Engine;
import io.webhookguard.core.ledger.Sealing;
import io.webhookguard.core.runtime.GuardRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Makes the effect of each webhook happen once: it verifies requests, records their events, runs
 * the handlers, retries, and takes over what a crashed node has left.
 *
 * <pre>{@code
 * WebhookGuard guard =
 *     WebhookGuard.builder()
 *         .store(store)
 *         .source(Source.named("stripe-live", adapter).secrets(secrets).build())
 *         .handler("stripe-live", "invoice.*", Handler.of(context -> ship(context.payload())))
 *         .build();
 * guard.start();
 * CompletionStage<ProviderResponse> answer = guard.receive("stripe-live", request);
 * }</pre>
 *
 * <p>What it promises rests on the store: an acknowledged event is as durable as the store, and one
 * event has at most one current claim. What it does not promise: to undo an effect, or to stop a
 * handler whose lease has ended. Such a handler's result is refused.
 *
 * <p>Safe for use by many threads. The calls that look up or change events work from the moment it
 * is built, started or not; they block, and throw what the store throws.
 */
public final class WebhookGuard implements AutoCloseable {

  /** How long {@link #close} lets attempts run. */
  public static final Duration CLOSING_DRAIN = Duration.ofSeconds(20);

  private static final Duration CLOSING_GRACE = Duration.ofSeconds(5);

  private final GuardStore store;
  private final Map<String, Source> sources;
  private final Engine engine;
  private final Optional<GuardRuntime> ownRuntime;

  private WebhookGuard(
      GuardStore store,
      Map<String, Source> sources,
      Engine engine,
      Optional<GuardRuntime> ownRuntime) {
    this.store = store;
    this.sources = sources;
    this.engine = engine;
    this.ownRuntime = ownRuntime;
  }

  /** Starts to collect what a guard is made of. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Takes requests and runs events from now on. Until then every request is answered 503.
   *
   * @throws IllegalStateException if it was started before
   */
  public void start() {
    engine.start();
  }

  /**
   * Stops in order: requests are answered 503, nothing more is claimed, claims whose handler has
   * not started are handed back, and running attempts get their time, with their claims renewed.
   * What still runs after the drain is left to its lease.
   *
   * @param drain how long running attempts may take
   * @return done when nothing runs any more or the drain is over
   */
  public CompletionStage<Void> stop(Duration drain) {
    return engine.stop(drain);
  }

  /**
   * Stops with a drain of {@link #CLOSING_DRAIN} and waits for it, unless it was stopped before.
   * Does not close the store, nor a runtime that was given to the builder.
   */
  @Override
  public void close() {
    try {
      stop(CLOSING_DRAIN)
          .toCompletableFuture()
          .get(CLOSING_DRAIN.plus(CLOSING_GRACE).toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the guard did not stop in time", e);
    } finally {
      ownRuntime.ifPresent(GuardRuntime::close);
    }
  }

  /**
   * Judges, records and answers one request. The first call to the store is made in the calling
   * thread; an inline source's handler runs on a worker, and the answer comes when it has ended or
   * the source's budget is over.
   *
   * @param source the source that the request was sent to; an unknown one is refused
   * @return the answer; it never fails. It may come on a thread of the guard, so what follows it
   *     must not block
   */
  public CompletionStage<ProviderResponse> receive(String source, RawRequest request) {
    return engine.receive(source, request);
  }

  /**
   * Counts a request that the front refuses before it is complete, and words the answer.
   *
   * @param source the source that it was sent to, known or not
   */
  public ProviderResponse refuse(String source, Rejection reason) {
    return engine.refuse(source, reason);
  }

  /** Whether there is a source of this name. */
  public boolean knows(String source) {
    return sources.containsKey(source);
  }

  /**
   * The largest body that the source takes, in bytes.
   *
   * @throws IllegalArgumentException if there is no such source
   */
  public int maxBodyBytes(String source) {
    Source known = sources.get(source);
    if (known == null) {
      throw new IllegalArgumentException("no source " + Names.printable(source, 64));
    }
    return known.maxBodyBytes();
  }

  /** All sources, in the order in which they were given. */
  public List<Source> sources() {
    return List.copyOf(sources.values());
  }

  /** This node's name in claims and in the ledger. */
  public String nodeName() {
    return engine.nodeName();
  }

  /** Whether this node can do its work now. Asks nothing of the store. */
  public Readiness readiness() {
    return engine.readiness();
  }

  /**
   * Lists events, newest admission first.
   *
   * @throws IllegalArgumentException for a cursor that the store did not make
   */
  public EventPage search(EventQuery query, PageRequest page) {
    return store.events().search(query, page);
  }

  /** The event as it is. */
  public Optional<EventRecord> find(EventKey key) {
    return store.events().find(key);
  }

  /** The ledger's entries after a position, in order. */
  public LedgerPage ledger(long after, int limit) {
    return store.ledger().scan(after, limit);
  }

  /** All that is known of the events with this id: one story per consumer and scope. */
  public List<EventStory> explain(String source, String eventId) {
    return engine.explain(source, eventId);
  }

  /**
   * Runs a dead letter again: fresh attempts, same keys.
   *
   * @throws OwnApprovalException as for {@link #intervene}, as are those of the next three
   */
  public InterventionResult retry(EventKey key, Authority by) {
    return intervene(key, new Intervention.Retry(engine.newId(), by));
  }

  /** Says that the effect of a parked event did happen. */
  public InterventionResult confirm(EventKey key, Authority by, Response response) {
    return intervene(key, new Intervention.Confirm(engine.newId(), by, response));
  }

  /** Gives an event up and frees its lane. */
  public InterventionResult discard(EventKey key, Authority by) {
    return intervene(key, new Intervention.Discard(engine.newId(), by));
  }

  /** Runs a COMPLETE event again in its next generation, with new keys. */
  public InterventionResult replay(EventKey key, Authority by) {
    return intervene(key, new Intervention.Replay(engine.newId(), by));
  }

  /**
   * Changes an event outside any attempt, under an id of the caller's. A lost reply is asked for
   * once more under that id; after a second one the caller may ask again.
   *
   * <p>Where the source demands a second person, the first call of a person is recorded as a
   * request, and the same call by another person makes the change, under an id that follows from
   * the request.
   *
   * @throws OwnApprovalException if the same person has asked for it already
   */
  public InterventionResult intervene(EventKey key, Intervention intervention) {
    return engine.intervene(key, intervention);
  }

  /**
   * Has the effect of a COMPLETE event undone by the compensation of its route and type. The
   * decision is recorded on the event, and the compensation runs as an event of its own: with
   * retries, leases, the policy for doubt and a ledger. Its effect happens once for each generation
   * of the event. The event itself stays as it is.
   *
   * <p>After an exception, ask again: nothing is decided or run twice.
   *
   * @throws OwnApprovalException if the source demands a second person, and the same person has
   *     asked for it already
   */
  public RollbackResult rollBack(EventKey key, Authority by) {
    return engine.rollBack(key, by);
  }

  /**
   * Records that a person overruled a status machine on account of an event. Call it before the
   * state is written: a state that was set against the rules is then never without its decision.
   *
   * @return the entry
   * @throws UnknownEventException if there is no such event
   */
  public LedgerEntry overrule(EventKey key, StatusOverride override) {
    return engine.overrule(key, override);
  }

  /** Interventions in many events. */
  public Bulk bulk() {
    return engine.bulk();
  }

  /** Collects what a guard is made of. Not safe for use by many threads. */
  public static final class Builder {

    private final Map<String, Source> sources = new LinkedHashMap<>();
    private final List<Subscription> subscriptions = new ArrayList<>();

    /** The places of those that take the policy of their source. */
    private final Set<Integer> usual = new HashSet<>();

    private final List<Subscription> compensations = new ArrayList<>();
    private Optional<GuardStore> store = Optional.empty();
    private Settings settings = Settings.DEFAULT;
    private Sealing sealing = Sealing.DEFAULT;
    private Optional<GuardRuntime> runtime = Optional.empty();
    private Optional<EvidenceSource> evidence = Optional.empty();
    private Optional<String> nodeName = Optional.empty();
    private GuardObserver observer = GuardObserver.NONE;
    private GuardTracing tracing = GuardTracing.NONE;
    private StepCodec codec = StepCodec.json();
    private final Map<Route, FlowPolicy> flows = new LinkedHashMap<>();

    private Builder() {}

    /** Where events are kept. Required. The guard does not close it. */
    public Builder store(GuardStore wanted) {
      this.store = Optional.of(wanted);
      return this;
    }

    /** Adds sources; throws {@link ConfigurationException} if there is one of the same name. */
    public Builder source(Source... more) {
      for (Source source : more) {
        if (sources.putIfAbsent(source.name(), source) != null) {
          throw new ConfigurationException("there are two sources named " + source.name());
        }
      }
      return this;
    }

    /** Adds a handler for the source's only consumer, under the source's policy. */
    public Builder handler(String source, String types, Handler handler) {
      return handler(source, Route.MAIN_CONSUMER, types, handler);
    }

    /** Adds a handler for one of the source's consumers, under the source's policy. */
    public Builder handler(String source, String consumer, String types, Handler handler) {
      handler(source, consumer, types, handler, RunPolicy.DEFAULT);
      usual.add(subscriptions.size() - 1);
      return this;
    }

    /**
     * Adds a handler.
     *
     * @param source whose events
     * @param consumer a label: each consumer of a source gets its own copy of an event, with a
     *     state, a lane and retries of its own
     * @param types {@code invoice.paid}, {@code invoice.*} or {@code *}; the closest one wins
     * @param policy what follows from how its attempts end
     */
    public Builder handler(
        String source, String consumer, String types, Handler handler, RunPolicy policy) {
      try {
        return subscription(Subscription.of(source, consumer, types, handler, policy));
      } catch (IllegalArgumentException e) {
        throw new ConfigurationException(String.valueOf(e.getMessage()), e);
      }
    }

    /** Adds a transactional handler for the only consumer. Needs a {@link TransactionalStore}. */
    public Builder transactionalHandler(String source, String types, TransactionalHandler handler) {
      transactionalHandler(source, Route.MAIN_CONSUMER, types, handler, RunPolicy.DEFAULT);
      usual.add(subscriptions.size() - 1);
      return this;
    }

    /** Adds a transactional handler, of which nothing is ever in doubt. */
    public Builder transactionalHandler(
        String source,
        String consumer,
        String types,
        TransactionalHandler handler,
        RunPolicy policy) {
      try {
        return subscription(Subscription.transactional(source, consumer, types, handler, policy));
      } catch (IllegalArgumentException e) {
        throw new ConfigurationException(String.valueOf(e.getMessage()), e);
      }
    }

    /** Adds handlers that were put together before. */
    public Builder subscription(Subscription... more) {
      for (Subscription subscription : more) {
        if (Undone.isRouteOfCompensations(subscription.route())) {
          throw new ConfigurationException(
              subscription.route()
                  + " ends with "
                  + Undone.CONSUMER_SUFFIX
                  + ", as the consumers of compensations do: take another name");
        }
        subscriptions.add(subscription);
      }
      return this;
    }

    /** Adds a compensation for the source's only consumer, under the default policy. */
    public Builder compensate(String source, String types, Compensation compensation) {
      return compensation(
          CompensationSubscription.of(
              source, Route.MAIN_CONSUMER, types, compensation, RunPolicy.DEFAULT));
    }

    /** Adds compensations: what {@link WebhookGuard#rollBack} runs. */
    public Builder compensation(CompensationSubscription... more) {
      List.of(more).forEach(each -> compensations.add(each.subscription()));
      return this;
    }

    /** The limits of this node; {@link Settings#DEFAULT} unless given. */
    public Builder settings(Settings wanted) {
      this.settings = wanted;
      return this;
    }

    /** Who signs the ledger's seals and keeps them elsewhere; {@link Sealing#DEFAULT}: nobody. */
    public Builder sealing(Sealing wanted) {
      this.sealing = wanted;
      return this;
    }

    /** Time and threads; unless given, the guard makes its own and closes them with itself. */
    public Builder runtime(GuardRuntime wanted) {
      this.runtime = Optional.of(wanted);
      return this;
    }

    /** Who obtains evidence; without it requests that need some are answered 503. */
    public Builder evidence(EvidenceSource wanted) {
      this.evidence = Optional.of(wanted);
      return this;
    }

    /** Who hears of what happens. */
    public Builder observer(GuardObserver wanted) {
      this.observer = wanted;
      return this;
    }

    /** Who carries traces on. */
    public Builder tracing(GuardTracing wanted) {
      this.tracing = wanted;
      return this;
    }

    /** How much of a route may run on this node; {@link FlowPolicy#NONE} unless given. */
    public Builder flow(Route route, FlowPolicy policy) {
      flows.put(route, policy);
      return this;
    }

    /** How results of steps are written down; {@link StepCodec#json()} unless given. */
    public Builder stepCodec(StepCodec wanted) {
      this.codec = wanted;
      return this;
    }

    /** This node's name: unique per start, at most 255 UTF-8 bytes. Random unless given. */
    public Builder nodeName(String wanted) {
      this.nodeName = Optional.of(wanted);
      return this;
    }

    /**
     * Checks everything and puts the guard together. Asks nothing of the store.
     *
     * @throws ConfigurationException if something is missing or does not fit together
     */
    public WebhookGuard build() {
      GuardStore events =
          store.orElseThrow(() -> new ConfigurationException("a guard needs a store: give it one"));
      new PartsCheck(sources, subscriptions, settings, events)
          .check(nodeName, compensations, flows.keySet());
      List<Subscription> all = underTheirPolicies();
      all.addAll(compensations);
      Optional<GuardRuntime> own =
          Optional.of(settings.workers()).filter(it -> runtime.isEmpty()).map(GuardRuntime::system);
      Engine engine =
          new Engine(
              nodeName,
              events,
              sources,
              all,
              settings,
              sealing,
              runtime.or(() -> own).orElseThrow(),
              evidence,
              observer,
              tracing,
              codec,
              flows);
      return new WebhookGuard(events, new LinkedHashMap<>(sources), engine, own);
    }

    private List<Subscription> underTheirPolicies() {
      List<Subscription> all = new ArrayList<>(subscriptions);
      for (int place : usual) {
        Subscription inherits = all.get(place);
        Optional.ofNullable(sources.get(inherits.route().source()))
            .ifPresent(source -> all.set(place, inherits.under(source.policy())));
      }
      return all;
    }
  }
}
