package io.webhookguard.core.internal;

import io.webhookguard.api.event.Attributes;
import io.webhookguard.api.event.EventKey;
import io.webhookguard.api.event.Lane;
import io.webhookguard.api.event.Payload;
import io.webhookguard.api.event.Route;
import io.webhookguard.api.store.Arrival;
import io.webhookguard.api.store.ClaimRequest;
import io.webhookguard.api.store.EventStore;
import io.webhookguard.core.GuardObserver;
import io.webhookguard.core.GuardTracing;
import io.webhookguard.core.InterposedStore;
import io.webhookguard.core.Settings;
import io.webhookguard.core.VirtualRuntime;
import io.webhookguard.core.runtime.GuardRuntime;
import io.webhookguard.store.memory.MemoryStore;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One part of the engine, with a store whose answers a test gives, under a clock that it moves. */
final class Bench {

  static final Route ROUTE = Route.main("shop");

  /** One call that the part made. */
  record Asked(Duration at, String call, int size) {}

  final VirtualRuntime time = new VirtualRuntime();
  final GuardRuntime runtime = time.process().runtime(new Random(1));
  final MemoryStore memory = new MemoryStore(time.clock());
  final Settings settings = Settings.DEFAULT;
  final StoreContact contact = new StoreContact(runtime, settings.lease(), settings.poll());
  final SettledDuplicates settled =
      new SettledDuplicates(settings.duplicateCache(), Map.of(), runtime::nanoTime);
  final Runs runs = new Runs(new Slots(settings.workers(), new Health()), settled, () -> {});
  final List<Asked> asked = new ArrayList<>();
  final List<String> observed = new ArrayList<>();
  final Node node;

  private InterposedStore.Between answers = InterposedStore.Call::passOn;
  private int admitted;

  Bench() {
    this.node =
        new Node(
            "node",
            new InterposedStore(memory, this::answer),
            settings,
            runtime,
            observer(),
            new CarefulTracing(GuardTracing.NONE),
            new Ids(new Random(1)));
  }

  private GuardObserver observer() {
    return (GuardObserver)
        Proxy.newProxyInstance(
            GuardObserver.class.getClassLoader(),
            new Class<?>[] {GuardObserver.class},
            (proxy, method, arguments) -> {
              observed.add(method.getName());
              return null;
            });
  }

  private @Nullable Object answer(InterposedStore.Call call) throws Throwable {
    int size = call.subject() instanceof List<?> items ? items.size() : 0;
    asked.add(new Asked(time.age(), call.name(), size));
    return answers.answer(call);
  }

  /** From now on the store answers so. */
  void answer(InterposedStore.Between wanted) {
    answers = wanted;
  }

  EventStore events() {
    return node.store().events();
  }

  /** Runs of so many events, claimed and held. */
  List<Run> claim(int count) {
    List<Arrival> arrivals = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      arrivals.add(
          new Arrival(
              new UUID(1, admitted),
              new EventKey(ROUTE, "", "e" + admitted),
              "paid",
              Lane.NONE,
              0,
              Attributes.EMPTY,
              Payload.of("", new byte[0]),
              new Arrival.Intent.Queue()));
      admitted++;
    }
    memory.events().admit(arrivals);
    List<Run> granted =
        memory
            .events()
            .claim(
                new ClaimRequest(
                    "node",
                    new UUID(2, admitted),
                    settings.lease(),
                    new ClaimRequest.Selection.DueHeads(Set.of(ROUTE), count)))
            .stream()
            .map(attempt -> new Run(attempt, false, runtime.nanoTime()))
            .toList();
    granted.forEach(runs::add);
    return granted;
  }
}
