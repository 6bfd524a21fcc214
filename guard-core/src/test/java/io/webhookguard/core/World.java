package io.webhookguard.core;

import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.EventRecord;
import io.webhookguard.api.event.EventState;
import io.webhookguard.api.event.FailureReason;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.event.Status;
import io.webhookguard.api.ledger.DecisionKind;
import io.webhookguard.api.ledger.LedgerEntry;
import io.webhookguard.api.provider.ProviderResponse;
import io.webhookguard.api.provider.Secrets;
import io.webhookguard.core.handler.Handler;
import io.webhookguard.core.handler.RunPolicy;
import io.webhookguard.store.memory.MemoryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** A store, its nodes and the time they share. Tests tell their story with it. */
final class World {

  static final String SHOP = "shop";
  static final Duration LEASE = Settings.DEFAULT.lease();

  final VirtualRuntime time = new VirtualRuntime();
  final MemoryStore memory = new MemoryStore(time.clock());
  final SharedDatabase database = new SharedDatabase(memory);

  /** What the nodes see of the store, one view per node, in the order of their making. */
  final List<FaultyStore> views = new ArrayList<>();

  /** The nodes' processes, in the same order. */
  final List<VirtualRuntime.HostProcess> processes = new ArrayList<>();

  private Settings settings = Settings.DEFAULT;
  private UnaryOperator<Source.Builder> sourceOptions = UnaryOperator.identity();
  private GuardObserver observer = GuardObserver.NONE;

  World settings(Settings wanted) {
    settings = wanted;
    return this;
  }

  World source(UnaryOperator<Source.Builder> options) {
    sourceOptions = options;
    return this;
  }

  World observer(GuardObserver wanted) {
    observer = wanted;
    return this;
  }

  Source.Builder shop() {
    return sourceOptions.apply(
        Source.named(SHOP, new StubAdapter()).secrets(Secrets.of(StubAdapter.SECRET)));
  }

  /** A guard with one source and whatever the test adds, not started. */
  WebhookGuard.Builder builder() {
    VirtualRuntime.HostProcess process = time.process();
    FaultyStore view = new FaultyStore(database, process);
    views.add(view);
    processes.add(process);
    return WebhookGuard.builder()
        .store(view.view())
        .source(shop().build())
        .settings(settings)
        .observer(observer)
        .nodeName("node-" + views.size())
        .runtime(process.runtime(views.size()));
  }

  /** A running node whose handler takes every event. */
  WebhookGuard node(RunPolicy policy, Handler handler) {
    WebhookGuard guard = builder().handler(SHOP, Route.MAIN_CONSUMER, "*", handler, policy).build();
    guard.start();
    time.settleDown();
    return guard;
  }

  WebhookGuard node(Handler handler) {
    return node(RunPolicy.DEFAULT, handler);
  }

  /** What the first node sees of the store. */
  FaultyStore store() {
    return views.get(0);
  }

  /** Delivers and lets everything run that can run now. */
  ProviderResponse deliver(WebhookGuard guard, String... events) {
    CompletionStage<ProviderResponse> answer = begin(guard, events);
    time.settleDown();
    return answered(answer);
  }

  /** Delivers and runs nothing yet. */
  CompletionStage<ProviderResponse> begin(WebhookGuard guard, String... events) {
    return guard.receive(SHOP, StubAdapter.request(events));
  }

  static ProviderResponse answered(CompletionStage<ProviderResponse> answer) {
    if (!answer.toCompletableFuture().isDone()) {
      throw new AssertionError("the request was not answered yet");
    }
    return answer.toCompletableFuture().join();
  }

  /**
   * So many calls of the first node are under way, one made during the other, when this happens.
   */
  void hold(int calls, String method, Runnable happening) {
    store()
        .during(
            method,
            () -> {
              if (calls == 1) {
                happening.run();
              } else {
                hold(calls - 1, method, happening);
                time.settleDown();
              }
            });
  }

  void advance(Duration by) {
    time.advance(by);
  }

  EventKey key(String id) {
    return new EventKey(Route.main(SHOP), "", id);
  }

  EventRecord event(String id) {
    return memory.events().find(key(id)).orElseThrow();
  }

  EventState state(String id) {
    return event(id).state();
  }

  FailureReason failure(String id) {
    if (event(id).status() instanceof Status.Failed failed) {
      return failed.reason();
    }
    throw new AssertionError(id + " is " + state(id));
  }

  List<LedgerEntry> ledger(String id) {
    return memory.ledger().entries(key(id));
  }

  List<DecisionKind> story(String id) {
    return ledger(id).stream().map(LedgerEntry::kind).toList();
  }
}
