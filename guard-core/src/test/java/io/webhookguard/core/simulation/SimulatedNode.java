package io.webhookguard.core.simulation;

import io.webhookguard.api.event.Route;
import io.webhookguard.api.provider.Receipt;
import io.webhookguard.api.provider.Secrets;
import io.webhookguard.api.store.GuardStore;
import io.webhookguard.core.InterposedStore;
import io.webhookguard.core.SharedDatabase;
import io.webhookguard.core.SilentObserver;
import io.webhookguard.core.Source;
import io.webhookguard.core.StubAdapter;
import io.webhookguard.core.VirtualRuntime;
import io.webhookguard.core.WebhookGuard;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.RunPolicy;
import io.webhookguard.core.handler.Subscription;
import java.time.Duration;

/** One start of one node: a process, its guard, and its way to the store. */
final class SimulatedNode {

  private static final Duration REDELIVERY_HORIZON = Duration.ofDays(1);

  private final String name;
  private final Stage stage;
  private final VirtualRuntime.HostProcess process;
  private final StoreLink link;
  private final SharedDatabase database;
  private final WebhookGuard guard;
  private boolean excused;
  private boolean outOfMemory;
  private boolean stopping;
  private int told;

  SimulatedNode(String name, Stage stage, Business business, Engine engine) {
    this.name = name;
    this.stage = stage;
    this.process = stage.time.process();
    this.link = new StoreLink(stage, this);
    process.startNanosAt(stage.chance.anyLong());
    if (stage.scenario.has(Trouble.NODE_CLOCK)) {
      process.setClockError(stage.chance.upTo(Duration.ofDays(2)).minusDays(1));
    }
    this.database = stage.database.through(link);
    GuardStore store =
        InterposedStore.between(InterposedStore.between(database, link.lockingRows()), link);
    Engine.Parts right =
        new Engine.Parts(
            store,
            business.handlerOf(this),
            business.probedOf(this),
            business.transactionalOf(this),
            process.runtime(stage.chance.branch()));
    this.guard = build(engine.of(this, stage, right));
  }

  private WebhookGuard build(Engine.Parts parts) {
    WebhookGuard.Builder builder =
        WebhookGuard.builder()
            .store(parts.store())
            .settings(stage.scenario.settings())
            .runtime(parts.runtime())
            .observer(new Ears())
            .nodeName(name);
    for (Scenario.Origin origin : stage.scenario.sources()) {
      builder.source(source(origin));
      for (String consumer : origin.consumers()) {
        Route route = new Route(origin.name(), consumer);
        subscribe(builder, route, "retry.*", parts.handler(), origin.retrying());
        subscribe(builder, route, "park.*", parts.handler(), origin.parking());
        subscribe(builder, route, "own.*", parts.handler(), origin.retrying());
        builder.subscription(
            Subscription.probed(
                route.source(), route.consumer(), "probe.*", parts.probed(), origin.retrying()));
        builder.transactionalHandler(
            route.source(), route.consumer(), "tx.*", parts.transactional(), origin.parking());
      }
    }
    return builder.build();
  }

  private static void subscribe(
      WebhookGuard.Builder builder, Route route, String types, Handler handler, RunPolicy policy) {
    builder.handler(route.source(), route.consumer(), types, handler, policy);
  }

  private static Source source(Scenario.Origin origin) {
    return Source.named(origin.name(), new StubAdapter(REDELIVERY_HORIZON))
        .secrets(Secrets.of(StubAdapter.SECRET))
        .mode(origin.mode())
        .laneOrder(origin.laneOrder())
        .conflict(origin.conflict())
        .inlineFailure(origin.inlineFailure())
        .inlineAnswer(origin.inlineAnswer())
        .redelivery(origin.redelivery())
        .build();
  }

  String name() {
    return name;
  }

  VirtualRuntime.HostProcess process() {
    return process;
  }

  StoreLink link() {
    return link;
  }

  /** The way of its handlers to the database. */
  SharedDatabase database() {
    return database;
  }

  WebhookGuard guard() {
    return guard;
  }

  /** Whether a request can reach it. */
  boolean isReachable() {
    return !process.isDead() && !process.isPaused();
  }

  /** Whether it works and means to go on. */
  boolean isWorking() {
    return isReachable() && !stopping && !outOfMemory;
  }

  boolean isOutOfMemory() {
    return outOfMemory;
  }

  void ranOutOfMemory() {
    outOfMemory = true;
    excuse();
  }

  boolean isStopping() {
    return stopping;
  }

  void stops() {
    stopping = true;
    excuse();
  }

  /** Something happened to it that others may take for its end. */
  void excuse() {
    excused = true;
  }

  boolean isExcused() {
    return excused || process.isDead();
  }

  /** How many refused settlements it told of. */
  int refusalsTold() {
    return told;
  }

  void die(String how) {
    if (!process.isDead()) {
      stage.tally.count(how);
      stage.story.tell(() -> name + " dies: " + how);
      process.kill();
    }
  }

  /** Nothing of it runs for a while; whoever calls this is the part of it that stands still. */
  void standStill(Duration howLong, String where) {
    stage.tally.count("node paused " + where);
    stage.story.tell(() -> name + " stands still " + where + " for " + howLong);
    excuse();
    process.pause();
    stage.timePassesInCall(howLong);
    process.resume();
  }

  /** Hears of what it could not record. */
  private final class Ears extends SilentObserver {

    @Override
    public void received(Route route, Receipt.Outcome outcome) {
      stage.tally.count("event answered " + outcome);
    }

    @Override
    public void unavailable(String source, Unavailability why) {
      stage.tally.count("request answered 503: " + why);
    }

    @Override
    public void superseded(Route route) {
      told++;
    }

    @Override
    public void recovered(Route route) {
      stage.tally.count("takeover");
    }
  }
}
